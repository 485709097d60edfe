/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificates.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct _Certificates
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t authority;
  GTlsDatabase *database;
  char *path; /* which GIO's database reads again whenever it likes */
  guint serial;
};

static void
check (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key;

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  return key;
}

static gnutls_x509_crt_t
make_certificate (Certificates *self, gnutls_x509_privkey_t key, const char *name)
{
  gnutls_x509_crt_t certificate;
  guint serial = ++self->serial;

  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial));
  check (gnutls_x509_crt_set_key (certificate, key));
  check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                        strlen (name)));
  check (gnutls_x509_crt_set_activation_time (certificate, time (NULL) - 30 * 86400));
  check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 30 * 86400));
  return certificate;
}

static char *
to_pem (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t data;
  char *pem;

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &data));
  pem = g_strndup ((const char *) data.data, data.size);
  gnutls_free (data.data);
  return pem;
}

Certificates *
certificates_new (void)
{
  Certificates *self = g_new0 (Certificates, 1);
  g_autofree char *path = NULL;
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  self->key = make_key ();
  self->authority = make_certificate (self, self->key, "Daybook Tests");
  check (gnutls_x509_crt_set_basic_constraints (self->authority, 1, -1));
  check (gnutls_x509_crt_set_key_usage (self->authority, GNUTLS_KEY_KEY_CERT_SIGN));
  check (gnutls_x509_crt_sign2 (self->authority, self->authority, self->key, GNUTLS_DIG_SHA256, 0));

  pem = to_pem (self->authority);
  fd = g_file_open_tmp ("daybook-authority-XXXXXX.pem", &path, &error);
  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  self->database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  self->path = g_steal_pointer (&path);
  return self;
}

void
certificates_free (Certificates *self)
{
  gnutls_x509_crt_deinit (self->authority);
  gnutls_x509_privkey_deinit (self->key);
  g_object_unref (self->database);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}

GTlsDatabase *
certificates_get_authorities (Certificates *self)
{
  return self->database;
}

GTlsCertificate *
certificates_make (Certificates *self, const char *host, CertificateFlags flags)
{
  gnutls_x509_privkey_t key = make_key ();
  gnutls_x509_crt_t certificate = make_certificate (self, key, host);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *pem = NULL;
  g_autofree char *text = NULL;
  gnutls_datum_t key_data;
  GTlsCertificate *made;
  g_autoptr (GError) error = NULL;

  if (address != NULL)
    check (gnutls_x509_crt_set_subject_alt_name (
        certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
        g_inet_address_get_native_size (address), GNUTLS_FSAN_SET));
  else
    check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, host,
                                                 strlen (host), GNUTLS_FSAN_SET));
  if ((flags & CERTIFICATE_EXPIRED) != 0)
    check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) - 86400));
  if ((flags & CERTIFICATE_SELF_SIGNED) != 0)
    check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0));
  else
    check (gnutls_x509_crt_sign2 (certificate, self->authority, self->key, GNUTLS_DIG_SHA256, 0));

  pem = to_pem (certificate);
  check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                            &key_data));
  text = g_strdup_printf ("%s%.*s", pem, (int) key_data.size, (const char *) key_data.data);
  gnutls_free (key_data.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  made = g_tls_certificate_new_from_pem (text, -1, &error);
  g_assert_no_error (error);
  return made;
}
