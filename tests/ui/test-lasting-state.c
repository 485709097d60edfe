/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the things that last is told, and what can be done about it. */
#include "common/daybook-lasting-state.h"

#include <locale.h>
#include <string.h>

#include "base/daybook-id.h"
#include "records/daybook-account.h"
#include "records/daybook-source.h"

static DaybookFacts
make_facts (void)
{
  return (DaybookFacts) {
    .keyring = "unlocked",
    .accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_account_free),
    .sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free),
    .zone = daybook_zone_get_utc (),
    .now = 1000000000,
  };
}

static void
clear_facts (DaybookFacts *facts)
{
  g_ptr_array_unref (facts->accounts);
  g_ptr_array_unref (facts->sources);
}

static DaybookAccount *
add_account (DaybookFacts *facts, const char *name)
{
  DaybookAccount *account = daybook_account_new ();

  account->id = 100 + facts->accounts->len;
  account->name = g_strdup (name);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  g_ptr_array_add (facts->accounts, account);
  return account;
}

static void
test_all_well (void)
{
  DaybookFacts facts = make_facts ();

  add_account (&facts, "Work");
  g_assert_null (daybook_lasting_state_find (&facts));
  facts.keyring = NULL; /* the agent has not said anything yet */
  g_assert_null (daybook_lasting_state_find (&facts));
  clear_facts (&facts);
}

static void
test_sign_in (void)
{
  DaybookFacts facts = make_facts ();
  g_autoptr (DaybookLastingState) one = NULL;
  g_autoptr (DaybookLastingState) two = NULL;
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, 101);

  add_account (&facts, "Fine");
  add_account (&facts, "A&B <b>x")->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  facts.offline = TRUE; /* tells less */
  one = daybook_lasting_state_find (&facts);
  g_assert_nonnull (strstr (one->text, "A&B <b>x"));
  g_assert_true (one->urgent);
  g_assert_nonnull (strstr (one->action, id));

  add_account (&facts, "Other")->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  two = daybook_lasting_state_find (&facts);
  g_assert_cmpstr (two->text, ==, "2 accounts need signing in.");
  g_assert_cmpstr (two->action, ==, "app.show('accounts')");
  clear_facts (&facts);
}

/* Somebody who must sign in is told first; what else fails has no remedy that a banner could offer. */
static void
test_refused (void)
{
  DaybookFacts facts = make_facts ();
  DaybookAccount *account = add_account (&facts, "Chat");
  g_autoptr (DaybookLastingState) refused = NULL;
  g_autoptr (DaybookLastingState) first = NULL;
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account->id);

  account->status = DAYBOOK_ACCOUNT_ERROR;
  account->error_code = g_strdup ("not_found");
  g_assert_null (daybook_lasting_state_find (&facts));
  g_free (account->error_code);
  account->error_code = g_strdup ("forbidden");
  refused = daybook_lasting_state_find (&facts);
  g_assert_true (g_str_has_prefix (refused->text, "The service refused access to"));
  g_assert_nonnull (strstr (refused->text, "Chat"));
  g_assert_cmpstr (refused->button, ==, "Sign In");
  g_assert_nonnull (strstr (refused->action, id));
  add_account (&facts, "Other")->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  first = daybook_lasting_state_find (&facts);
  g_assert_nonnull (strstr (first->text, "needs signing in"));
  clear_facts (&facts);
}

/* Told by the disk itself, too: an account's row cannot always be written then. */
static void
test_disk_full (void)
{
  DaybookFacts facts = make_facts ();
  DaybookAccount *account = add_account (&facts, "Work");
  g_autoptr (DaybookLastingState) told = NULL;
  g_autoptr (DaybookLastingState) seen = NULL;

  account->reason = g_strdup ("disk_full");
  told = daybook_lasting_state_find (&facts);
  g_assert_cmpstr (told->text, ==, "The disk is full. Syncing goes on by itself when there is room again.");
  g_assert_true (told->urgent);
  g_clear_pointer (&account->reason, g_free);
  facts.disk_full = TRUE;
  seen = daybook_lasting_state_find (&facts);
  g_assert_cmpstr (seen->text, ==, told->text);
  clear_facts (&facts);
}

static void
test_rate_limit (void)
{
  DaybookFacts facts = make_facts ();
  DaybookAccount *account = add_account (&facts, "Chat");
  g_autoptr (DaybookLastingState) waiting = NULL;

  account->reason = g_strdup ("rate_limit");
  account->retry_at = facts.now + 600;
  waiting = daybook_lasting_state_find (&facts);
  g_assert_nonnull (strstr (waiting->text, "1:56")); /* 2001-09-09T01:46:40Z and ten minutes */
  g_assert_false (waiting->urgent);
  account->retry_at = facts.now - 1;
  g_assert_null (daybook_lasting_state_find (&facts));
  clear_facts (&facts);
}

/* What is switched off does not sync, whatever stopped it: the person has decided. */
static void
test_switched_off (void)
{
  static const DaybookSourceState states[] = { DAYBOOK_SOURCE_QUARANTINED, DAYBOOK_SOURCE_HELD };
  DaybookFacts facts = make_facts ();
  DaybookSource *source = daybook_source_new ();

  source->name = g_strdup ("Calendar");
  source->held_count = 40;
  g_ptr_array_add (facts.sources, source);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (DaybookLastingState) on = NULL;

      source->state = states[i];
      source->enabled = TRUE;
      on = daybook_lasting_state_find (&facts);
      g_assert_nonnull (strstr (on->text, "Calendar"));
      source->enabled = FALSE;
      g_assert_null (daybook_lasting_state_find (&facts));
    }
  clear_facts (&facts);
}

static void
test_order (void)
{
  DaybookFacts facts = make_facts ();
  DaybookSource *source = daybook_source_new ();
  static const char *const expected[] = { "paused", "Offline", "vanished", "locked", "signing in", "read-only" };

  source->name = g_strdup ("Calendar");
  source->enabled = TRUE;
  source->held_count = 40;
  g_ptr_array_add (facts.sources, source);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (DaybookLastingState) state = NULL;

      switch (i)
        {
        case 0:
          facts.paused = TRUE;
          break;
        case 1:
          facts.offline = TRUE;
          break;
        case 2:
          source->state = DAYBOOK_SOURCE_HELD;
          break;
        case 3:
          facts.keyring = "locked";
          break;
        case 4:
          add_account (&facts, "Work")->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
          break;
        default:
          facts.read_only = TRUE;
        }
      state = daybook_lasting_state_find (&facts);
      g_test_message ("%s", state->text);
      g_assert_nonnull (strstr (state->text, expected[i]));
    }
  clear_facts (&facts);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/lasting-state/all-well-says-nothing", test_all_well);
  g_test_add_func ("/ui/lasting-state/accounts-that-need-a-person", test_sign_in);
  g_test_add_func ("/ui/lasting-state/accounts-that-were-refused", test_refused);
  g_test_add_func ("/ui/lasting-state/disk-full-until-it-is-over", test_disk_full);
  g_test_add_func ("/ui/lasting-state/rate-limit-until-it-is-over", test_rate_limit);
  g_test_add_func ("/ui/lasting-state/sources-that-are-switched-off", test_switched_off);
  g_test_add_func ("/ui/lasting-state/most-urgent-first", test_order);
  return g_test_run ();
}
