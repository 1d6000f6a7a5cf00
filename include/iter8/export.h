/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief The macros that every public header needs. Nothing here is of interest to a host.
 */
#ifndef ITER8_EXPORT_H
#define ITER8_EXPORT_H

/* Marks a function as part of the ABI. All other symbols of the library are hidden. */
#if defined(ITER8_STATIC)
#define ITER8_API
#elif defined(_WIN32) && defined(ITER8_BUILDING)
#define ITER8_API __declspec(dllexport)
#elif defined(_WIN32)
#define ITER8_API __declspec(dllimport)
#else
#define ITER8_API __attribute__((visibility("default")))
#endif

/* Marks a function whose result must not be ignored. */
#if defined(__GNUC__) || defined(__clang__)
#define ITER8_NODISCARD __attribute__((warn_unused_result))
#else
#define ITER8_NODISCARD
#endif

#endif /* ITER8_EXPORT_H */
