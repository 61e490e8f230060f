//! Our cookies: names, attributes, lives.

use domain::identity::Plane;

/// How cookies are named and guarded. Browsers accept `__Host-` only with `Secure`; plain http exists for the demo on
/// this machine alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieStyle {
    Secure,
    /// http on loopback.
    Plain,
}

/// The names of one plane's cookies, and setting them.
#[derive(Clone, Copy, Debug)]
pub struct Cookies(pub CookieStyle);

/// A remembered device is forgotten by signing out, or by the browser after a year.
const DEVICE_LIFE_SECS: i64 = 365 * 24 * 3600;
const LANGUAGE_LIFE_SECS: i64 = 365 * 24 * 3600;
/// As long as a wish for an account is kept.
const REGISTRATION_LIFE_SECS: i64 = 30 * 24 * 3600;
const FLASH_LIFE_SECS: i64 = 3600;
/// As long as the challenge itself.
const CHALLENGE_LIFE_SECS: i64 = 5 * 60;
/// As long as a sign-in or a consent may be on its way.
const SSO_LIFE_SECS: i64 = 10 * 60;

impl Cookies {
    fn named(self, name: &str) -> String {
        match self.0 {
            CookieStyle::Secure => format!("__Host-{name}"),
            CookieStyle::Plain => name.to_owned(),
        }
    }

    pub fn session(self, plane: Plane) -> String {
        self.named(match plane {
            Plane::Portal => "portal",
            Plane::Console => "console",
        })
    }

    pub fn device(self, plane: Plane) -> String {
        self.named(match plane {
            Plane::Portal => "portal-device",
            Plane::Console => "console-device",
        })
    }

    /// Binds a passkey's challenge to the browser that asked for it.
    pub fn challenge(self, plane: Plane) -> String {
        self.named(match plane {
            Plane::Portal => "portal-challenge",
            Plane::Console => "console-challenge",
        })
    }

    /// Who asked for an account here, or typed the code of a letter.
    pub fn registration(self) -> String {
        self.named("registration")
    }

    /// Binds a sign-in with Microsoft to the browser that began it.
    pub fn sso(self) -> String {
        self.named("console-sso")
    }

    /// Binds a journey for consent at Microsoft to the browser that began it.
    pub fn consent(self) -> String {
        self.named("console-consent")
    }

    pub fn flash(self) -> String {
        self.named("answer")
    }

    pub fn language(self) -> String {
        self.named("language")
    }

    fn set(self, name: &str, value: &str, life: Option<i64>) -> String {
        let secure = match self.0 {
            CookieStyle::Secure => "; Secure",
            CookieStyle::Plain => "",
        };
        let life = life.map_or_else(String::new, |secs| format!("; Max-Age={secs}"));
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}")
    }

    /// Ends with the browser, and on the server by its own limits.
    pub fn set_session(self, plane: Plane, token: &str) -> String {
        self.set(&self.session(plane), token, None)
    }

    pub fn set_device(self, plane: Plane, token: &str) -> String {
        self.set(&self.device(plane), token, Some(DEVICE_LIFE_SECS))
    }

    pub fn set_challenge(self, plane: Plane, token: &str) -> String {
        self.set(&self.challenge(plane), token, Some(CHALLENGE_LIFE_SECS))
    }

    pub fn set_registration(self, token: &str) -> String {
        self.set(&self.registration(), token, Some(REGISTRATION_LIFE_SECS))
    }

    pub fn set_sso(self, token: &str) -> String {
        self.set(&self.sso(), token, Some(SSO_LIFE_SECS))
    }

    pub fn set_consent(self, token: &str) -> String {
        self.set(&self.consent(), token, Some(SSO_LIFE_SECS))
    }

    pub fn set_flash(self, token: &str) -> String {
        self.set(&self.flash(), token, Some(FLASH_LIFE_SECS))
    }

    pub fn set_language(self, tag: &str) -> String {
        self.set(&self.language(), tag, Some(LANGUAGE_LIFE_SECS))
    }

    pub fn clear(self, name: &str) -> String {
        self.set(name, "", Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_cookies_are_bound_to_this_host_and_hidden_from_scripts() {
        let cookie = Cookies(CookieStyle::Secure).set_session(Plane::Portal, "t");
        assert_eq!(cookie, "__Host-portal=t; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
