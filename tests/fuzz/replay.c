/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without libFuzzer: over the files of its corpus, cut off at several places,
 * and over mutations of them that are the same in every run. A fixed number of runs, no clock.
 *
 *   fuzz-NAME CORPUS-FOLDER        as a test
 *   fuzz-NAME FILE...              once with each file, such as one that a crash left
 *
 * DAYBOOK_FUZZ_RUNS sets the number of mutations (default 4000), DAYBOOK_FUZZ_SEED another seed. An
 * input that ends the program is kept as fuzz-crash in the current folder. */
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define DEFAULT_RUNS 4000
#define DEFAULT_SEED 20261121
#define MAX_INPUT_SIZE (64 * 1024)

static const uint8_t *current;
static size_t current_size;

static void
on_fatal_signal (int signal_number)
{
  static const char message[] = "the input was kept as fuzz-crash\n";
  int fd = open ("fuzz-crash", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd >= 0 && write (fd, current, current_size) == (ssize_t) current_size)
    {
      ssize_t written = write (STDERR_FILENO, message, sizeof message - 1);

      (void) written;
    }
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

/* One run on a copy of exactly that size, so that a sanitizer sees every byte read too far. */
static void
run_once (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);
  current = copy;
  current_size = size;
  LLVMFuzzerTestOneInput (copy, size);
  current_size = 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_corpus (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    g_error ("no corpus in %s", folder);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *data;
      gsize size;

      if (!g_file_get_contents (names->pdata[i], &data, &size, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (inputs, g_bytes_new_take (data, size));
    }
  return inputs;
}

static void
insert (GByteArray *input, guint at, const uint8_t *bytes, guint length)
{
  guint old = input->len;

  g_byte_array_set_size (input, old + length);
  memmove (input->data + at + length, input->data + at, old - at);
  memcpy (input->data + at, bytes, length);
}

static void
mutate (GByteArray *input, GPtrArray *corpus, GRand *random)
{
  static const uint8_t bytes[] = {
    0,   1,   '\t', '\n', '\r', ' ',  '"',  '%',  '&',  '\'', '(',  '+',  ',',  '-',  '.',
    '/', '0', '1',  '9',  ':',  ';',  '<',  '=',  '>',  '?',  '@',  'E',  '[',  '\\', ']',
    'e', 'h', 'u',  '{',  '}',  0x7f, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xff,
  };
  guint at = input->len > 0 ? g_rand_int_range (random, 0, input->len) : 0;
  guint length = input->len > 0 ? g_rand_int_range (random, 1, MIN (input->len - at, 32) + 1) : 0;
  uint8_t byte = bytes[g_rand_int_range (random, 0, G_N_ELEMENTS (bytes))];
  uint8_t part[32];
  GBytes *other;
  const uint8_t *data;
  gsize size;

  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      if (input->len > 0)
        input->data[at] ^= 1 << g_rand_int_range (random, 0, 8);
      break;
    case 1:
      if (input->len > 0)
        input->data[at] = byte;
      break;
    case 2:
      insert (input, at, &byte, 1);
      break;
    case 3:
      if (length > 0)
        g_byte_array_remove_range (input, at, length);
      break;
    case 4:
      if (length > 0)
        {
          memcpy (part, input->data + at, length);
          insert (input, g_rand_int_range (random, 0, input->len + 1), part, length);
        }
      break;
    case 5:
      g_byte_array_set_size (input, at);
      break;
    case 6:
      for (guint i = g_rand_int_range (random, 2, 100); i > 0; i--)
        insert (input, at, &byte, 1);
      break;
    default:
      other = corpus->pdata[g_rand_int_range (random, 0, corpus->len)];
      data = g_bytes_get_data (other, &size);
      if (size > 0)
        {
          gsize from = g_rand_int_range (random, 0, MIN (size, MAX_INPUT_SIZE));

          insert (input, at, data + from, MIN (size - from, 200));
        }
      break;
    }
  if (input->len > MAX_INPUT_SIZE)
    g_byte_array_set_size (input, MAX_INPUT_SIZE);
}

static void
test_corpus (gconstpointer folder)
{
  g_autoptr (GPtrArray) corpus = load_corpus (folder);

  g_assert_cmpuint (corpus->len, >, 0);
  run_once (NULL, 0);
  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const uint8_t *data = g_bytes_get_data (corpus->pdata[i], &size);

      run_once (data, size);
      for (guint cut = 1; cut < 16; cut++)
        run_once (data, size * cut / 16);
    }
}

static guint
setting (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : fallback;
}

static void
test_mutations (gconstpointer folder)
{
  g_autoptr (GPtrArray) corpus = load_corpus (folder);
  GRand *random = g_rand_new_with_seed (setting ("DAYBOOK_FUZZ_SEED", DEFAULT_SEED));
  guint runs = setting ("DAYBOOK_FUZZ_RUNS", DEFAULT_RUNS);

  for (guint run = 0; run < runs; run++)
    {
      g_autoptr (GByteArray) input = g_byte_array_new ();
      gsize size;
      const uint8_t *data = g_bytes_get_data (corpus->pdata[run % corpus->len], &size);

      g_byte_array_append (input, data, MIN (size, MAX_INPUT_SIZE));
      for (guint i = g_rand_int_range (random, 1, 6); i > 0; i--)
        mutate (input, corpus, random);
      run_once (input->data, input->len);
    }
  g_rand_free (random);
}

int
main (int argc, char *argv[])
{
  static const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fatal); i++)
    signal (fatal[i], on_fatal_signal);

  if (argc == 2 && g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      g_test_add_data_func ("/fuzz/corpus", argv[1], test_corpus);
      g_test_add_data_func ("/fuzz/mutations", argv[1], test_mutations);
      return g_test_run ();
    }
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *data = NULL;
      gsize size;

      if (!g_file_get_contents (argv[i], &data, &size, NULL))
        return 1;
      run_once ((const uint8_t *) data, size);
    }
  return argc > 1 ? 0 : 2;
}
