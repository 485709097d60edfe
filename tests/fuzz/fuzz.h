/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* What libFuzzer and replay.c call; the fuzz target defines it. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Like g_assert(), but never compiled out, told in one line, and ended as libFuzzer expects. */
/* clang-format off */
#define FUZZ_ASSERT(condition)                                                    \
  do {                                                                            \
    if (G_UNLIKELY (!(condition)))                                                \
      {                                                                           \
        g_printerr ("%s:%d: %s is not true\n", __FILE__, __LINE__, #condition);   \
        abort ();                                                                 \
      }                                                                           \
  } while (0)
/* clang-format on */
