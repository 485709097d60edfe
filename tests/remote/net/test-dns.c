/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a service is, as the name service tells it. No name is really looked up: the resolver is the test's own. */
#include "fixture.h"

#include <string.h>

#include "base/daybook-error.h"

#define TYPE_STAND_IN (stand_in_get_type ())
G_DECLARE_FINAL_TYPE (StandIn, stand_in, STAND, IN, GResolver)

/* A resolver that knows what it is told. */
struct _StandIn
{
  GResolver parent_instance;

  const char *const *records; /* (unowned) as GVariant texts; NULL: there are none */
  int error;                  /* in place of records; -1 none */
  gboolean is_silent;         /* never answers */
  GString *asked;             /* (owned) */
};

G_DEFINE_FINAL_TYPE (StandIn, stand_in, G_TYPE_RESOLVER)

static void
free_records (gpointer data)
{
  g_list_free_full (data, (GDestroyNotify) g_variant_unref);
}

static void
on_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_task_return_error_if_cancelled (data);
}

static void
lookup_records_async (GResolver *resolver, const char *name, GResolverRecordType type, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  StandIn *self = STAND_IN (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  GList *records = NULL;

  g_string_append_printf (self->asked, "%s %s\n", name, type == G_RESOLVER_RECORD_SRV ? "SRV" : "TXT");
  if (self->is_silent)
    {
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled_cb), g_steal_pointer (&task), g_object_unref);
      return;
    }
  if (self->error >= 0)
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, self->error, "canary");
      return;
    }
  for (guint i = 0; self->records != NULL && self->records[i] != NULL; i++)
    records = g_list_append (records, g_variant_ref_sink (g_variant_new_parsed (self->records[i])));
  g_task_return_pointer (task, records, free_records);
}

static GList *
lookup_records_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
stand_in_finalize (GObject *object)
{
  g_string_free (STAND_IN (object)->asked, TRUE);
  G_OBJECT_CLASS (stand_in_parent_class)->finalize (object);
}

static void
stand_in_class_init (StandInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stand_in_finalize;
  G_RESOLVER_CLASS (klass)->lookup_records_async = lookup_records_async;
  G_RESOLVER_CLASS (klass)->lookup_records_finish = lookup_records_finish;
}

static void
stand_in_init (StandIn *self)
{
  self->asked = g_string_new (NULL);
  self->error = -1;
}

static StandIn *resolver;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_clear_object (&resolver);
  resolver = g_object_new (TYPE_STAND_IN, NULL);
  g_resolver_set_default (G_RESOLVER (resolver));
  fixture_set_up (self, data);
  self->context.adds_origins = TRUE;
}

static void
test_servers (Fixture *self, gconstpointer unused)
{
  static const char *const records[] = { "(uint16 20, uint16 0, uint16 8443, 'Second.example.com.')",
                                         "(uint16 10, uint16 5, uint16 443, 'first.example.com')",
                                         "(uint16 30, uint16 0, uint16 0, 'no-port.example.com')",
                                         "(uint16 30, uint16 0, uint16 1, 'user@evil.example.com/')",
                                         "(uint16 30, uint16 0, uint16 1, 'a..b')", NULL };

  resolver->records = records;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 first.example.com 443\nsecond.example.com 8443\n");
  g_assert_cmpstr (resolver->asked->str, ==, "_caldavs._tcp.example.com SRV\n");
  g_assert_cmpuint (self->counters.requests, ==, 0);
}

static void
test_texts (Fixture *self, gconstpointer unused)
{
  static const char *const records[] = { "(['txtvers=1', 'path=/dav/', 'two\\nlines', ''],)", "(['more'],)", NULL };

  resolver->records = records;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=TXT");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 txtvers=1\npath=/dav/\n\nmore\n");
  g_assert_cmpstr (resolver->asked->str, ==, "_caldavs._tcp.example.com TXT\n");
}

/* RFC 2782: a target of "." says that the service is decidedly not offered. */
static void
test_not_offered (Fixture *self, gconstpointer unused)
{
  static const char *const records[] = { "(uint16 0, uint16 0, uint16 0, '.')", NULL };

  resolver->records = records;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "404 ");
}

static void
test_no_records (Fixture *self, gconstpointer unused)
{
  resolver->error = G_RESOLVER_ERROR_NOT_FOUND;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "404 ");
}

/* A network that tells nothing of services is none that has no servers. */
static void
test_name_service_down (Fixture *self, gconstpointer unused)
{
  resolver->error = G_RESOLVER_ERROR_TEMPORARY_FAILURE;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "503 ");
}

static gboolean
pass_ten_seconds (gpointer data)
{
  daybook_timers_advance (data, 10 * G_USEC_PER_SEC);
  return G_SOURCE_REMOVE;
}

static void
test_no_answer (Fixture *self, gconstpointer unused)
{
  resolver->is_silent = TRUE;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  g_idle_add (pass_ten_seconds, self->timers);
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "503 ");
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture *self, gconstpointer unused)
{
  resolver->is_silent = TRUE;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  g_idle_add (cancel, self->cancellable);
  fixture_run (self);
  fixture_assert_error (self, DAYBOOK_ERROR_CANCELLED);
}

static void
test_what_is_no_service (Fixture *self, gconstpointer unused)
{
  static const char *const urls[] = { "dns:example.com?type=SRV", "dns:_caldavs._tcp.?type=SRV", "dns:_caldavs._tcp.a b?type=SRV",
                                      "dns:_caldavs._tcp.example.com?type=MX", "dns:_caldavs._tcp.example.com" };

  self->expected = G_N_ELEMENTS (urls);
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    fixture_ask (self, "GET", urls[i]);
  fixture_assert_run (self);
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    g_assert_cmpstr (fixture_get_response (self, i), ==, "404 ");
  g_assert_cmpstr (resolver->asked->str, ==, "");
}

/* What a server says later must not make the computer tell names to the network. */
static void
test_only_while_signing_in (Fixture *self, gconstpointer unused)
{
  self->context.adds_origins = FALSE;
  fixture_ask (self, "GET", "dns:_caldavs._tcp.example.com?type=SRV");
  fixture_run (self);
  fixture_assert_error (self, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpstr (resolver->asked->str, ==, "");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/dns/servers", test_servers },
    { "/dns/texts", test_texts },
    { "/dns/not-offered", test_not_offered },
    { "/dns/no-records", test_no_records },
    { "/dns/name-service-down", test_name_service_down },
    { "/dns/no-answer", test_no_answer },
    { "/dns/cancelled", test_cancelled },
    { "/dns/what-is-no-service", test_what_is_no_service },
    { "/dns/only-while-signing-in", test_only_while_signing_in },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, fixture_tear_down);
  return g_test_run ();
}
