sessions-title = Devices and sessions
sessions-purpose = Here is where you are signed in. Is there one that you do not know? Sign it out and change your password.
sessions-others = Other devices
sessions-alone = You are signed in nowhere else.
sessions-device = { $browser } on { $system }
sessions-device-unknown = Another device
sessions-this = This device
sessions-remembered = Remembered
sessions-remembered-about = Nobody is signed in there now. We do not ask for a code there.
sessions-when-today = today at { $time }
sessions-when-day = on { $day } at { $time }
sessions-began = Signed in { $when }
sessions-used = Last used { $when }
sessions-used-now = In use now
sessions-used-minutes = Last used { $minutes ->
    [one] 1 minute ago
   *[other] { $minutes } minutes ago
}
sessions-near = On the same network as you now
sessions-far = On another network than you now
sessions-end = Sign out
sessions-forget = Ask for a code again
sessions-end-others-about = This signs out all your other devices. You stay signed in here.
sessions-end-others = Sign out everywhere else

# How a session was proved.
session-proof-email-code = With your password and a code by email
session-proof-text-code = With your password and a code by text
session-proof-password-remembered = With your password, on a device that we remember
session-proof-passkey = With a passkey
session-proof-password-passkey = With your password and a passkey
session-proof-app = With your password and a code from an app
session-proof-recovery-code = With your password and a recovery code
session-proof-sso = With your work account
session-proof-sso-strong = With your work account

notice-session-ended = That device is signed out
notice-sessions-ended = You are signed out everywhere else
notice-device-forgotten = We will ask for a code there next time

# How long somebody stays signed in.
signed-in-until = You stay signed in until { $time } if you do nothing. What you typed is kept.
signed-in-final = You stay signed in until { $time }. Then you sign in again. What you typed is kept.
time-out-soon = Are you still there? We sign you out within 2 minutes, to keep you safe.
time-out-stay = Stay signed in
time-out-failed = That did not work. Check your signal, then press the button again.
time-out-final = You signed in many hours ago. We sign you out within 2 minutes, to keep you safe. Your answers are kept.
time-out-over = You were signed out. Your answers are kept: they are still on this page.
time-out-again = Sign in again in a new tab
