product = TenantWise
skip-to-content = Skip to main content
back = Back
go-on = Continue
menu = Menu
nav-main = Main
nav-home = Home
nav-repairs = Repairs
sign-out = Sign out
other-language = Cymraeg
switch-language = Show this page in Welsh
error-prefix = Error:
problem-title = There is a problem
optional = (optional)
older = Older
newer = Newest
pages = Pages
change = Change
copied = Copied
warning = Warning:
help-title = Need help?
help-call = Call { $phone }
help-emergency-title = Is it dangerous?
help-emergency = Call us at any time if somebody may get hurt or water is pouring in.
help-gas = Smell gas? Call 0800 111 999 now.
demo-banner-title = Demo.
demo-banner = This is a made-up landlord. Nothing here is real.
foot-phone = Call us: { $phone }
age-just-now = As of { $time } today
age-day = As of { $time } on { $day }
age-old = We are getting newer details.
age-never = We cannot reach our records right now. Try again in a few minutes.
demo-mailbox = Demo mailbox

# What can be wrong with a box. Those with a field's name come first.
error-required = Fill in this box
error-malformed = Check this box
error-not-offered = Choose one from the list
error-wrong = This is not right
error-expired = This is too old
error-no-tries-left = There are no tries left
error-too-long = Use { $max } characters or fewer
error-too-many = Add { $max } photos or fewer
error-too-big = This photo is too big. Choose one under { $max } MB, or send the repair without it
error-not-a-picture = We cannot read this file. Choose a photo (JPEG, PNG or WebP), or send the repair without it
error-interrupted = This photo did not arrive whole. Try again when you have better signal, or send the repair without it
error-email-required = Enter your email address
error-email-malformed = Enter an email address, like name@example.com
error-password-required = Enter your password
error-password-wrong = That email or password is not right. Check both. If you have tried many times, wait 15 minutes or reset your password
error-code-required = Enter the code from your email
error-code-malformed = The code has 6 numbers
error-code-wrong = That code is not right. Check the newest email
error-code-expired = That code is too old. Send a new code
error-code-no-tries-left = You have used all your tries. Start again from the sign-in page
error-category-required = Choose what it is about
error-category-not-offered = Choose one from the list
error-definition-required = Choose what is wrong
error-definition-not-offered = Choose one from the list
error-accepted-required = Tick the box to show that you have read this
error-description-required = Tell us what is wrong
error-photos-required = Choose a photo first

# Problems that belong to no box.
problem-not-cancellable = This repair can no longer be cancelled. Call us if you do not want the work.
problem-no-longer-offered = That choice is no longer there. Choose again.
problem-step-missing = We need one more answer first.
problem-busy = We are very busy right now. Nothing was lost. Wait a moment, then press the button again.
problem-outage = We cannot save that right now. Nothing was lost. Wait a minute, then press the button again.
problem-throttled = There were too many tries. Wait { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}, then try again.
problem-sign-in = You were away for a while, so we signed you out. Sign in again: what you typed is kept.
problem-unexpected = Something went wrong on our side. What you typed is kept. Try again, or call us.
problem-denied = You are not allowed to do that.
problem-prove-first = Show us that it is you first.
problem-limited = Your password was changed by email a short while ago. To keep you safe, this part is closed for 3 days. You can still report repairs. Call us if it cannot wait.
problem-read-only = You are looking at the portal as a customer. Nothing can be changed.
problem-not-found = We cannot find that any more.

# Failure pages.
page-not-found-title = We cannot find that page
page-not-found = The address may be wrong, or the page is not there any more.
page-not-found-next = Go to the first page, or call us.
page-failed-title = Sorry, there is a problem with the service
page-failed = What you sent before is safe. Try again in a few minutes.
page-failed-call = If it is about a repair and cannot wait, call us.
page-failed-reference = If you call us, give this reference:
page-busy-title = We are very busy right now
page-busy = Wait a minute, then load this page again.
page-busy-form = We could not do that yet. Wait a minute. Then go back and press the button again.
page-busy-back = Go back
go-home = Go to the first page
