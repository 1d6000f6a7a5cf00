# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The C API as ctypes sees it: each exported function and struct, declared once.

Nothing here is meant for users of the package; names are those of the headers.
"""
