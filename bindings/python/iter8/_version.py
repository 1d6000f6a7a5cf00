# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The version of the package, which is that of the library it belongs to."""

__version__ = "0.1.0"
