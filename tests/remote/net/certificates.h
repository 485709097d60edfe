/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Certificates made on the spot, so that none in the tree ever expires. */
typedef struct _Certificates Certificates;

Certificates *certificates_new (void);
void certificates_free (Certificates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificates, certificates_free)

GTlsDatabase *certificates_get_authorities (Certificates *self);

typedef enum
{
  CERTIFICATE_GOOD = 0,
  CERTIFICATE_SELF_SIGNED = 1 << 0,
  CERTIFICATE_EXPIRED = 1 << 1,
} CertificateFlags;

/* For @host, a name or an address. (transfer full) */
GTlsCertificate *certificates_make (Certificates *self, const char *host, CertificateFlags flags);

G_END_DECLS
