# A new password.
new-password-label = New password
new-password-hint = Use 8 characters or more. Three words that do not belong together work well.
error-too-short = Use { $min } characters or more
error-common = Lots of people use this, so it is easy to guess. Choose another
error-own-name = Do not use your name
error-new-password-required = Enter a new password
error-new-password-common = Lots of people use this password, so it is easy to guess. Choose another one
error-new-password-own-name = People who know you can guess this. Choose a password without your name, your email address or our name

# A forgotten password.
reset-password = Reset Password
reset-ask-text = Type your email address. We send you a link to choose a new password.
reset-ask-button = Request Password Reset
reset-asked-title = Check your email
reset-asked = If you have an account with this email address, we sent you a link. It works for 1 hour.
reset-asked-nothing = Nothing there? Look in your spam folder. Wait a few minutes. Then check that you typed the right address, or call us.
reset-asked-again = Use another address
reset-choose-title = Choose a new password
invitation-choose-title = Choose your password
reset-choose-button = Save the new password
reset-dead-title = This link does not work any more
reset-dead = It is too old, or it was used, or there is a newer one.
reset-dead-next = Ask for a new link
notice-password-set = Your new password is saved. Sign in with it.
# Somebody else guesses.
it-is-me = It is me
it-is-me-title = Is it you?
it-is-me-text = Somebody typed many wrong passwords for your account. If that was you, press the button. Then you can try again at once.
it-is-me-where = This works only where you have signed in before.
it-is-me-dead-title = This link does not work any more
it-is-me-dead = Wait 15 minutes, then try again. Or choose a new password.
notice-wait-lifted = Thank you. You can try again now.
problem-unknown-device = You have not signed in on this device before, so we cannot tell that it is you. Open the link where you signed in before, or reset your password.
# Your password.
password-title = Change your password
password-text = Everybody else who is signed in to your account is signed out. On your other devices you sign in again.
password-button = Save the new password
notice-password-changed = Your new password is saved. Other devices are signed out.
# Show that it is you.
prove-title = Show us that it is you
prove-text = We ask because what comes next is important. What you typed is kept.
prove-password = Your password
error-current-password-required = Enter your password
error-current-password-wrong = That is not your password. If you have tried many times, wait 15 minutes or reset it
prove-or-password = Or with your password
prove-nothing = You have no way to show it here. Ask a colleague who manages administrators.
prove-forgotten = I do not know my password
# After a reset by email.
limited-title = Some parts are closed
limited-why = You chose a new password by email. To keep you safe, money, documents and your contact details are closed until { $until }.
limited-open = You can report repairs, and you can call us in an emergency.
limited-call = Does it have to be sooner? Call us on { $phone }. We check who you are, then we open it.
limited-call-any = Does it have to be sooner? Call us. We check who you are, then we open it.
limited-money = The balance is closed until { $until }.
recovery-moment = { $time } on { $day }
# Mails.
mail-reset-intro = You asked to reset your password. Press the button and choose a new one.
mail-reset-life = You asked for it at { $time }. The link works for 1 hour, and only once.
mail-reset-not-you = If you did not ask for it, do nothing. Your password stays as it is.
mail-waiting-intro = Somebody typed many wrong passwords for your account at { $time }. We make them wait, so nobody can guess it.
mail-waiting-you = Was it you? Press the button on a device where you have signed in before. Then you can try again at once.
mail-waiting-not-you = If it was not you, do nothing. Your account is safe.
mail-must-reset-intro = Somebody typed many wrong passwords for your account. To keep it safe, your old password does not work any more.
mail-must-reset-next = Choose a new password. After that you can sign in again.
mail-password-changed = Your password was changed at { $when }.
mail-factor-changed = The way you sign in was changed at { $when }.
mail-email-changed = The email address of your account was changed at { $when }.
mail-limited = To keep you safe, money, documents and contact details are closed until { $when }. You can still report repairs.
mail-changed-not-you = If it was not you, call us now. You can also choose a new password yourself.
