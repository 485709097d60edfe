/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-origin.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/daybook-link.h"

/* The origin of an http or https address in its one spelling: lower case, no default port. NULL for
 * what is no such address (daybook_link_check() says why). (transfer full) */
char *
daybook_origin_of (const char *url)
{
  g_autofree char *checked = daybook_link_check (url);
  const char *host;

  if (checked == NULL)
    return NULL;
  host = strstr (checked, "://") + 3;
  return g_strndup (checked, host - checked + strcspn (host, "/"));
}

/* Whether the space separated @list (nullable) names @origin. Entries are compared in their one
 * spelling, and an address in the list stands for its origin. */
gboolean
daybook_origin_list_contains (const char *list, const char *origin)
{
  g_auto (GStrv) entries = g_strsplit (list != NULL ? list : "", " ", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_autofree char *entry = daybook_origin_of (entries[i]);

      if (g_strcmp0 (entry, origin) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The host of an origin that daybook_origin_of() made, IPv6 without brackets. (transfer full) */
char *
daybook_origin_get_host (const char *origin)
{
  const char *host = strstr (origin, "://") + 3;

  if (*host == '[')
    return g_strndup (host + 1, strcspn (host + 1, "]"));
  return g_strndup (host, strcspn (host, ":/"));
}

static gboolean
begins_with (const guint8 *bytes, const guint8 *prefix, guint bits)
{
  guint whole = bits / 8;

  if (memcmp (bytes, prefix, whole) != 0)
    return FALSE;
  return bits % 8 == 0 || (bytes[whole] ^ prefix[whole]) >> (8 - bits % 8) == 0;
}

typedef struct
{
  guint8 prefix[16];
  guint bits;
} Block;

/* The IANA registries of special-purpose addresses: whatever is not globally reachable. */
static const Block blocks_4[] = {
  { { 0 }, 8 },
  { { 10 }, 8 },
  { { 100, 64 }, 10 },
  { { 127 }, 8 },
  { { 169, 254 }, 16 },
  { { 172, 16 }, 12 },
  { { 192, 0, 0 }, 24 },
  { { 192, 0, 2 }, 24 },
  { { 192, 88, 99 }, 24 },
  { { 192, 168 }, 16 },
  { { 198, 18 }, 15 },
  { { 198, 51, 100 }, 24 },
  { { 203, 0, 113 }, 24 },
  { { 224 }, 4 },
  { { 240 }, 4 },
};

/* 2000::/3 alone is handed out, and not all of it. */
static const Block block_6_global = { { 0x20 }, 3 };
static const Block blocks_6[] = {
  { { 0x20, 0x01, 0x00 }, 23 },       /* Teredo, benchmarking, ORCHID */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
  { { 0x20, 0x02 }, 16 },             /* 6to4: an IPv4 address in disguise, and nobody's need */
  { { 0x3f, 0xff, 0x00 }, 20 },       /* documentation */
};
static const Block block_mapped = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };
static const Block block_nat64 = { { 0x00, 0x64, 0xff, 0x9b }, 96 };

static gboolean
is_in (const guint8 *bytes, const Block *blocks, gsize n_blocks)
{
  for (gsize i = 0; i < n_blocks; i++)
    {
      if (begins_with (bytes, blocks[i].prefix, blocks[i].bits))
        return TRUE;
    }
  return FALSE;
}

/* Whether @address is one of the public internet: not this computer, not a local network, not
 * reserved. */
gboolean
daybook_inet_address_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return !is_in (bytes, blocks_4, G_N_ELEMENTS (blocks_4));
  if (is_in (bytes, &block_mapped, 1) || is_in (bytes, &block_nat64, 1))
    return !is_in (bytes + 12, blocks_4, G_N_ELEMENTS (blocks_4));
  return is_in (bytes, &block_6_global, 1) && !is_in (bytes, blocks_6, G_N_ELEMENTS (blocks_6));
}

/* Whether @host is written as something that only exists on this computer or in a local network, so
 * that whoever typed it meant that: an address that is not public, a name without a dot, or one
 * under a top level that the public name system never gives out (RFC 6761, 6762, 8375). */
gboolean
daybook_host_is_private (const char *host)
{
  static const char *const endings[] = { ".localhost", ".local", ".lan",  ".home.arpa",
                                         ".internal",  ".home",  ".corp", ".fritz.box" };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *name = NULL;
  struct in_addr legacy;

  if (address != NULL)
    return !daybook_inet_address_is_public (address);
  /* 127.1, 0x7f000001 and the like: nobody's public name. */
  if (inet_aton (host, &legacy))
    return TRUE;
  name = g_ascii_strdown (host, -1);
  if (strchr (name, '.') == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (name, endings[i]))
        return TRUE;
    }
  return FALSE;
}
