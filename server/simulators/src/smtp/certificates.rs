//! The certificates that it can show, each good for something else.

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::{io, sync::Arc};
use tokio_rustls::TlsAcceptor;

/// Whoever trusts this authority (DER) trusts the right certificate.
pub const AUTHORITY: &[u8] = include_bytes!("certificates/authority.der");

/// Which certificate it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certificate {
    /// For `localhost` and `127.0.0.1`.
    #[default]
    Right,
    /// For another machine.
    WrongName,
    /// Until the end of 2020.
    Expired,
    /// Of an authority that nobody knows.
    Untrusted,
}

impl Certificate {
    const fn files(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Self::Right => (
                include_bytes!("certificates/right.der"),
                include_bytes!("certificates/right.pk8"),
            ),
            Self::WrongName => (
                include_bytes!("certificates/wrong-name.der"),
                include_bytes!("certificates/wrong-name.pk8"),
            ),
            Self::Expired => (
                include_bytes!("certificates/expired.der"),
                include_bytes!("certificates/expired.pk8"),
            ),
            Self::Untrusted => (
                include_bytes!("certificates/untrusted.der"),
                include_bytes!("certificates/untrusted.pk8"),
            ),
        }
    }
}

pub fn acceptor(certificate: Certificate) -> io::Result<TlsAcceptor> {
    let (shown, key) = certificate.files();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(shown)], key)
        .map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
