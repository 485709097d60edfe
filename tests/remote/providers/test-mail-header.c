/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "providers/gmail/daybook-mail-charset.h"
#include "providers/gmail/daybook-mail-header.h"

typedef struct
{
  const char *name; /* of the test */
  const char *value;
  const char *text;
} Decoding;

static const Decoding decodings[] = {
  { "plain", "Invoice 4711", "Invoice 4711" },
  { "empty", "", "" },
  { "base64", "=?UTF-8?B?UsO8Y2tmcmFnZQ==?=", "Rückfrage" },
  { "base64-lower-case", "=?utf-8?b?UsO8Y2tmcmFnZQ==?=", "Rückfrage" },
  { "base64-without-padding", "=?utf-8?b?UsO8Y2tmcmFnZQ?=", "Rückfrage" },
  { "base64-broken", "=?utf-8?b?UsO8**Y2tmcmFnZQ==?=", "Rückfrage" },
  { "quoted-printable", "=?iso-8859-1?Q?R=FCckfrage_zum_Plan?=", "Rückfrage zum Plan" },
  { "quoted-with-spaces", "=?iso-8859-1?q?R=FCckfrage zum Plan?=", "Rückfrage zum Plan" },
  { "quoted-broken-hex", "=?utf-8?q?100=?=", "100=" },
  { "quoted-odd-hex", "=?utf-8?q?a=4?= b", "a=4 b" },
  { "quoted-question-mark", "=?utf-8?Q?Wer_kommt?" "?=", "Wer kommt?" },
  { "language-suffix", "=?utf-8*de?Q?gr=C3=BCn?=", "grün" },
  { "two-words-join", "=?utf-8?q?ein?= =?utf-8?q?fach?=", "einfach" },
  { "two-words-over-a-fold", "=?utf-8?q?ein?=\r\n =?utf-8?q?fach?=", "einfach" },
  { "words-and-text", "=?utf-8?q?gr=C3=BCn?= und =?utf-8?q?wei=C3=9F?= (neu)", "grün und weiß (neu)" },
  { "character-split-between-words", "=?utf-8?b?w5w=?= =?utf-8?q?=C3?= =?utf-8?q?=BC?=", "Üü" },
  { "two-charsets", "=?iso-8859-1?q?=FC?= =?utf-8?q?=C3=BC?=", "üü" },
  { "unknown-charset-is-utf-8", "=?x-nobody-knows?q?gr=C3=BCn?=", "grün" },
  { "wrong-label-utf-8-in-ascii", "=?us-ascii?q?gr=C3=BCn?=", "grün" },
  { "wrong-label-latin-in-utf-8", "=?utf-8?q?gr=FCn?=", "grün" },
  { "windows-1252-as-latin-1", "=?iso-8859-1?q?=93neu=94?=", "“neu”" },
  { "japanese", "=?iso-2022-jp?b?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは" },
  { "japanese-sjis", "=?shift_jis?b?grGC8YLJgr+CzQ==?=", "こんにちは" },
  { "korean", "=?ks_c_5601-1987?b?vsiz58fPvLy/5A==?=", "안녕하세요" },
  { "chinese", "=?gb2312?b?xOO6ww==?=", "你好" },
  { "cyrillic", "=?koi8-r?b?8NLJ18XU?=", "Привет" },
  { "no-end", "=?utf-8?q?gr=C3=BCn", "=?utf-8?q?gr=C3=BCn" },
  { "no-encoding", "=?utf-8?x?abc?=", "=?utf-8?x?abc?=" },
  { "no-charset", "=??q?abc?=", "=??q?abc?=" },
  { "charset-with-options", "=?latin1//TRANSLIT?q?gr=C3=BCn?=", "grün" },
  { "fold", "a long\r\n subject", "a long subject" },
  { "fold-with-tab", "a long\r\n\tsubject", "a long\tsubject" },
  { "line-end-without-fold", "a\r\nBcc: all@example.com", "a Bcc: all@example.com" },
  { "raw-utf-8", "Rückfrage", "Rückfrage" },
  { "raw-8-bit", "R\xfc" "ckfrage", "Rückfrage" },
  { "raw-8-bit-beside-a-word", "R\xfc" "ckfrage =?utf-8?q?=C3=BC?=", "Rückfrage ü" },
  { "word-glued-to-text", "Re:=?utf-8?q?=C3=BC?=x", "Re:üx" },
};

static void
test_decoding (gconstpointer data)
{
  const Decoding *decoding = data;
  g_autofree char *text = daybook_mail_header_decode (decoding->value);

  g_assert_cmpstr (text, ==, decoding->text);
}

typedef struct
{
  const char *test;
  const char *value;
  const char *name;
  const char *address;
} Person;

static const Person people[] = {
  { "name-and-address", "Ana Diaz <ana@example.com>", "Ana Diaz", "ana@example.com" },
  { "address-alone", "ana@example.com", NULL, "ana@example.com" },
  { "address-in-brackets", "<ana@example.com>", NULL, "ana@example.com" },
  { "quoted-name", "\"Diaz, Ana\" <ana@example.com>", "Diaz, Ana", "ana@example.com" },
  { "quoted-quote", "\"Ana \\\"the\\\" Diaz\" <ana@example.com>", "Ana \"the\" Diaz", "ana@example.com" },
  { "comma-without-quotes", "Diaz, Ana <ana@example.com>", "Diaz, Ana", "ana@example.com" },
  { "comment", "ana@example.com (Ana Diaz)", "Ana Diaz", "ana@example.com" },
  { "nested-comment", "ana@example.com (Ana (the) Diaz)", "Ana (the) Diaz", "ana@example.com" },
  { "encoded-name", "=?utf-8?q?Zo=C3=AB?= <zoe@example.com>", "Zoë", "zoe@example.com" },
  { "encoded-comma", "=?utf-8?q?Berg=2C_Jonas?= <jonas@example.com>", "Berg, Jonas", "jonas@example.com" },
  { "encoded-and-quoted", "\"=?utf-8?q?Zo=C3=AB?=\" <zoe@example.com>", "Zoë", "zoe@example.com" },
  { "encoded-quotes", "=?utf-8?q?=22Zo=C3=AB=22?= <zoe@example.com>", "Zoë", "zoe@example.com" },
  { "encoded-address", "=?utf-8?q?ana=40example.com?=", NULL, "ana@example.com" },
  { "no-brackets", "Ana Diaz ana@example.com", "Ana Diaz", "ana@example.com" },
  { "name-is-the-address", "ana@example.com <ana@example.com>", NULL, "ana@example.com" },
  { "no-end-of-brackets", "Ana <ana@example.com", "Ana", "ana@example.com" },
  { "no-address", "Mailer Daemon", "Mailer Daemon", NULL },
  { "brackets-without-address", "<Ana>", "Ana", NULL },
  { "address-that-is-none", "Ana <not an address>", "Ana", NULL },
  { "group", "Team: ana@example.com, ben@example.com;", NULL, "ana@example.com" },
  { "first-of-several", "Ana <ana@example.com>, ben@example.com", "Ana", "ana@example.com" },
  { "raw-8-bit", "Zo\xeb <zoe@example.com>", "Zoë", "zoe@example.com" },
  { "direction-marks", "\xe2\x80\xae" "gnp.exe <x@example.com>", "gnp.exe", "x@example.com" },
  { "empty", "", NULL, NULL },
};

static void
test_person (gconstpointer data)
{
  const Person *person = data;
  g_auto (DaybookMailbox) mailbox = { 0 };

  daybook_mail_header_read_mailbox (person->value, &mailbox);
  g_assert_cmpstr (mailbox.name, ==, person->name);
  g_assert_cmpstr (mailbox.address, ==, person->address);
}

static void
test_absent (void)
{
  g_auto (DaybookMailbox) mailbox = { 0 };
  g_autofree char *text = daybook_mail_header_decode (NULL);
  g_autoptr (GPtrArray) addresses = daybook_mail_header_list_addresses (NULL);

  daybook_mail_header_read_mailbox (NULL, &mailbox);
  g_assert_cmpstr (text, ==, "");
  g_assert_null (mailbox.name);
  g_assert_null (mailbox.address);
  g_assert_cmpuint (addresses->len, ==, 0);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) addresses = daybook_mail_header_list_addresses (
      "Ana <ana@example.com>, \"Berg, Jonas\" <jonas@example.com>,\r\n Team: mei@example.com; nobody, zoe@example.com");
  static const char *const expected[] = { "ana@example.com", "jonas@example.com", "mei@example.com", "zoe@example.com" };

  g_assert_cmpuint (addresses->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < addresses->len; i++)
    g_assert_cmpstr (addresses->pdata[i], ==, expected[i]);
}

static void
test_long_list (void)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GPtrArray) addresses = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (value, "p%u@example.com, ", i);
  addresses = daybook_mail_header_list_addresses (value->str);
  g_assert_cmpuint (addresses->len, ==, DAYBOOK_MAILBOXES_MAX);
}

static void
test_parameters (void)
{
  static const struct
  {
    const char *value;
    const char *charset;
  } rows[] = {
    { "text/plain; charset=utf-8", "utf-8" },
    { "text/plain; charset=\"utf-8\"; format=flowed", "utf-8" },
    { "text/plain; format=flowed; CHARSET = iso-8859-1", "iso-8859-1" },
    { "text/plain;\r\n charset=utf-8", "utf-8" },
    { "text/plain; charset=\"utf-8", "utf-8" },
    { "text/plain; x-charset=utf-8", NULL },
    { "text/plain", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *charset = daybook_mail_header_get_parameter (rows[i].value, "charset");

      g_assert_cmpstr (charset, ==, rows[i].charset);
    }
}

/* Under the address sanitizer every search looks at the rest of the text first, which makes anything quadratic. */
#ifdef __SANITIZE_ADDRESS__
#define LONG_HEADER (64 * 1024)
#else
#define LONG_HEADER (1024 * 1024)
#endif

/* Beginnings without an end, commas without addresses: a megabyte of each costs no more than reading it. */
static void
test_takes_linear_time (void)
{
  static const char *const pieces[] = { "=?a?q?", "=?", ",", "<", "(", "\"", ":", ";", "=?utf-8?q?=FC?= " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) value = g_string_new (NULL);
      g_autoptr (GPtrArray) addresses = NULL;
      g_autofree char *text = NULL;
      gint64 start = g_get_monotonic_time ();

      while (value->len < LONG_HEADER)
        g_string_append (value, pieces[i]);
      text = daybook_mail_header_decode (value->str);
      addresses = daybook_mail_header_list_addresses (value->str);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      /* Quadratic would be minutes. */
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
    }
}

static void
test_charset (void)
{
  g_autofree char *utf16 = daybook_mail_charset_decode ("\xff\xfe\x41\x00\xfc\x00", 6, "utf-16");
  g_autofree char *nul = daybook_mail_charset_decode ("a\0b", 3, NULL);
  g_autofree char *none = daybook_mail_charset_decode (NULL, 0, "utf-8");

  g_assert_cmpstr (utf16, ==, "Aü");
  g_assert_cmpstr (nul, ==, "a\xef\xbf\xbd" "b");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (decodings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mail/header/decode/%s", decodings[i].name);

      g_test_add_data_func (path, &decodings[i], test_decoding);
    }
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mail/header/person/%s", people[i].test);

      g_test_add_data_func (path, &people[i], test_person);
    }
  g_test_add_func ("/mail/header/absent", test_absent);
  g_test_add_func ("/mail/header/list", test_list);
  g_test_add_func ("/mail/header/long-list", test_long_list);
  g_test_add_func ("/mail/header/parameters", test_parameters);
  g_test_add_func ("/mail/header/linear-time", test_takes_linear_time);
  g_test_add_func ("/mail/header/charset", test_charset);
  return g_test_run ();
}
