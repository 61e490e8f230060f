# Mails
mail-moment = at { $time } on { $day }
mail-sign-in-changed = The way you sign in was changed { $moment }.
mail-sign-in-changed-not-you = Was it you? Then you need to do nothing. If it was not you, call us now.
mail-recovery-code-used = One of your recovery codes was used to sign in { $moment }.
mail-many-wrong-codes = Someone gave your password { $moment }, and then many wrong codes. We did not let them in.
mail-many-wrong-codes-next = Was it you? Then wait a while and try again. If it was not you, change your password or call us.
mail-second-steps-removed = We took away the second steps of your sign-in { $moment }, because we were asked to. You now get a code by email when you sign in.
mail-second-steps-removed-next = If it was not you who asked, call us now.

# What can be wrong
error-authenticator-required = Enter the code from your app
error-authenticator-malformed = The code has 6 numbers
error-authenticator-wrong = That code is not right. Wait for the next one in your app, and check that your phone shows the right time
error-authenticator-no-tries-left = You have used all your tries. Start again from the sign-in page
error-recovery-required = Enter one of your recovery codes
error-recovery-malformed = A recovery code has 12 letters and numbers, like 1A2B-3C4D-5E6F
error-recovery-wrong = That code is not right. Each code works once. Check the others on your list
error-recovery-no-tries-left = You have used all your tries. Start again from the sign-in page
error-passkey-required = The passkey gave no answer. Try again, or use another way
error-passkey-wrong = That passkey did not work. Try again, or use another way
error-passkey-no-tries-left = You have used all your tries. Start again from the sign-in page
error-name-required = Give it a name
error-reason-required = Choose why
error-reason-not-offered = Choose one from the list
error-checked-required = First check who they are, then tick the box
problem-too-many-factors = You have as many as you can have. Remove an old one first.
problem-last-factor = You need a passkey or an app to work here. Add another one first.
