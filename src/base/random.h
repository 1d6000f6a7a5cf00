/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * random.h - seeded random numbers, the same on every platform.
 *
 * The generator is splitmix64: its state is one number, and independent streams are made by mixing
 * what identifies them (a seed, a version, a moment) into that number. The distributions use only
 * correctly rounded operations and base/elementary.h.
 */
#ifndef ITER8_BASE_RANDOM_H
#define ITER8_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct iter8__random {
    uint64_t state;
} iter8__random;

/* Starts a stream. */
void iter8__random_seed(iter8__random *random, uint64_t seed);
/* Mixes a number into the state, so that streams with different numbers are independent; the order
 * of several numbers counts. */
void iter8__random_mix(iter8__random *random, uint64_t number);
/* Mixes a text into the state. */
void iter8__random_mix_text(iter8__random *random, const char *text, size_t length);

/* 64 random bits. */
uint64_t iter8__random_bits(iter8__random *random);
/* Uniform in (0, 1): neither end is ever drawn. */
double iter8__random_uniform(iter8__random *random);
/* Standard normal. */
double iter8__random_normal(iter8__random *random);
/* Two of them, independent, for little more than the price of one. */
void iter8__random_normals(iter8__random *random, double normals[2]);
/* Gamma with @p shape > 0 and scale 1 (Marsaglia and Tsang 2000); 0 where a draw for a tiny shape
 * is below every double. */
double iter8__random_gamma(iter8__random *random, double shape);
/* Beta with @p a, @p b >= 1e-300. */
double iter8__random_beta(iter8__random *random, double a, double b);

#endif
