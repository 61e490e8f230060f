# A new password.
new-password-label = New password
new-password-hint = Use 8 characters or more. Three words that do not belong together work well.
error-too-short = Use { $min } characters or more
error-common = Lots of people use this, so it is easy to guess. Choose another
error-own-name = Do not use your name
error-new-password-required = Enter a new password
error-new-password-common = Lots of people use this password, so it is easy to guess. Choose another one
error-new-password-own-name = People who know you can guess this. Choose a password without your name, your email address or our name
