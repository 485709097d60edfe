/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-body.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"

#define PIECE_SIZE (64 * 1024)

struct _DaybookBody
{
  GConverter *decoder;  /* (owned) (nullable) */
  gboolean decoded_end; /* the decoder has seen the end of what it decodes */
  gsize max_size;
  gsize size;        /* decoded bytes so far, taken ones too */
  guint64 received;  /* as they came */
  GByteArray *bytes; /* (owned) decoded and not taken yet */
};

/* A body in @encoding (the Content-Encoding header; NULL or "identity" for none) of at most
 * @max_size decoded bytes. Daybook asks for gzip only: others are INVALID_RESPONSE. */
DaybookBody *
daybook_body_new (const char *encoding, gsize max_size, GError **error)
{
  DaybookBody *self = NULL;
  gboolean gzip = FALSE;

  if (encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp (encoding, "identity") != 0)
    {
      gzip = g_ascii_strcasecmp (encoding, "gzip") == 0
             || g_ascii_strcasecmp (encoding, "x-gzip") == 0;
      if (!gzip)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                               _ ("The answer is packed in a way that was not asked for."));
          return NULL;
        }
    }
  self = g_new0 (DaybookBody, 1);
  self->max_size = max_size;
  self->bytes = g_byte_array_new ();
  if (gzip)
    self->decoder = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return self;
}

void
daybook_body_free (DaybookBody *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->decoder);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static void
set_too_large (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                       _ ("The answer is larger than Daybook accepts."));
}

static gboolean
append (DaybookBody *self, const guint8 *bytes, gsize size, GError **error)
{
  if (size > self->max_size - self->size)
    {
      set_too_large (error);
      return FALSE;
    }
  g_byte_array_append (self->bytes, bytes, size);
  self->size += size;
  return TRUE;
}

static void
set_broken (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                       _ ("The answer cannot be unpacked."));
}

static gboolean
decode (DaybookBody *self, const guint8 *bytes, gsize size, GError **error)
{
  guint8 piece[PIECE_SIZE];

  while (size > 0)
    {
      g_autoptr (GError) failure = NULL;
      gsize n_read = 0;
      gsize n_written = 0;
      GConverterResult result;

      if (self->decoded_end)
        {
          set_broken (error);
          return FALSE;
        }
      result = g_converter_convert (self->decoder, bytes, size, piece, sizeof piece,
                                    G_CONVERTER_NO_FLAGS, &n_read, &n_written, &failure);
      /* Everything was taken in, and there is nothing to give out yet. */
      if (result == G_CONVERTER_ERROR
          && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        return TRUE;
      if (result == G_CONVERTER_ERROR)
        {
          set_broken (error);
          return FALSE;
        }
      if (!append (self, piece, n_written, error))
        return FALSE;
      self->decoded_end = result == G_CONVERTER_FINISHED;
      bytes += n_read;
      size -= n_read;
    }
  return TRUE;
}

/* Gives what is still in the decoder when its output buffer was full at the end of the input. */
static gboolean
flush (DaybookBody *self, GError **error)
{
  guint8 piece[PIECE_SIZE];

  while (!self->decoded_end)
    {
      g_autoptr (GError) failure = NULL;
      gsize n_read = 0;
      gsize n_written = 0;
      GConverterResult result
          = g_converter_convert (self->decoder, NULL, 0, piece, sizeof piece,
                                 G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &failure);

      if (result == G_CONVERTER_ERROR)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                               _ ("The answer was cut short."));
          return FALSE;
        }
      if (!append (self, piece, n_written, error))
        return FALSE;
      self->decoded_end = result == G_CONVERTER_FINISHED;
    }
  return TRUE;
}

/* Takes in bytes as they came. Errors: TOO_LARGE, INVALID_RESPONSE. */
gboolean
daybook_body_add (DaybookBody *self, const guint8 *bytes, gsize size, GError **error)
{
  self->received += size;
  /* A packed body could go on for ever without unpacking to anything. */
  if (self->received > self->max_size + DAYBOOK_BODY_SLACK)
    {
      set_too_large (error);
      return FALSE;
    }
  if (self->decoder != NULL)
    return decode (self, bytes, size, error);
  return append (self, bytes, size, error);
}

/* Nothing more comes. NETWORK when a compressed body is not whole. */
gboolean
daybook_body_end (DaybookBody *self, GError **error)
{
  /* An empty body has no encoding, whatever its header says (304, HEAD). */
  if (self->decoder == NULL || self->received == 0)
    return TRUE;
  return flush (self, error);
}

/* The decoded bytes that were not taken yet. Never NULL. (transfer full) */
GBytes *
daybook_body_take (DaybookBody *self)
{
  GBytes *bytes = g_byte_array_free_to_bytes (self->bytes);

  self->bytes = g_byte_array_new ();
  return bytes;
}

/* Bytes that came over the network. */
guint64
daybook_body_get_received (DaybookBody *self)
{
  return self->received;
}
