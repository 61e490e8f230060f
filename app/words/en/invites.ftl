invites-nav = Onboarding Invites
invites-title = Onboarding Invites
invites-purpose = People you asked to open an account. Each gets a link by email that works once, for 7 days.
invites-new = Invite User
invites-export = Download as CSV
invites-caption = Invitations, newest first
invites-search = Name or email
invites-state = State
invites-state-all = All
invites-search-button = Search
invites-clear = Show all
invites-column-name = Name
invites-column-state = State
invites-column-sent = Sent
invites-column-reminders = Reminders
invites-column-by = Invited by
invites-column-actions = Actions
invites-waiting = Waits to be sent
invites-ends = Ends { $day }
invites-empty-title = Nobody is invited yet
invites-empty = Press Invite User. We send a link, and remind them on day 3 and then daily.
invites-none-title = Nobody found
invites-none = Try fewer letters, or another state.
invite-state-pending = Pending
invite-state-used = Used
invite-state-expired = Expired
invite-state-cancelled = Cancelled
invite-resend = Resend
invite-cancel = Cancel
invite-to = the invitation to { $name }
invite-title = Invite User
invite-purpose = We email a link to open an account. It works once, for 7 days. We remind them on day 3 and then daily.
invite-first-name = First name
invite-last-name = Last name
invite-last-name-hint = They type it to show who they are, so spell it as they do
invite-email = Email address
invite-language = Language of the email
invite-language-en = English
invite-language-cy = Welsh
invite-person = Person reference in the housing system (optional)
invite-person-hint = With it they see their home as soon as they sign in
invite-send = Send Invite
notice-invite-sent = The invitation is on its way.
notice-invite-resent = A fresh link is on its way. The old one no longer works.
notice-invite-cancelled = The invitation is cancelled. Its link no longer works.
problem-already-invited = An invitation to this address is open. Find it in the list and press Resend.
problem-invite-over = This invitation was used or cancelled.
problem-signed-in-already = Somebody is signed in here. Sign out first, then open the link again.
error-invited-email-required = Enter an email address
error-invited-email-malformed = Enter an email address, like name@example.com
error-invited-email-taken = There is an account with this address already. They can sign in with it
error-person-wrong = The housing system does not know this person by this last name. Check both
error-language-not-offered = Choose English or Welsh
error-own-last-name-required = Enter your last name
error-own-last-name-wrong = That is not the last name on the invitation. Check how you typed it
error-own-last-name-no-tries-left = That was wrong too often, so the link has ended. Ask us for a new one
open-title = Hello { $name }
open-text = You can open your account here. Tell us your last name and choose a password.
open-last-name = Your last name
open-last-name-hint = So that we know it is you
open-button = Open my account
open-dead-title = This link does not work
open-dead = It may be old, or a newer one was sent. Look for our newest email, or ask us to invite you again.
open-account-title = You have an account
open-account = There is an account with your email address already. Sign in with it.
open-sign-in = Sign in
open-other-title = Somebody is signed in here
open-other = This invitation may be for somebody else. Sign out first, then open the link in your email again.
notice-welcome = Your account is ready. You are signed in.
removed-invites = { $count ->
    [one] 1 invitation
   *[other] { $count } invitations
}
mail-invited = Hello { $name }. { $landlord } invites you to open your account.
mail-invited-next = Press the button. Then tell us your last name and choose a password.
mail-invited-button = Open my account
mail-invited-life = The link works once, for 7 days.
mail-invited-wrong = Is this not for you? Then you can forget this message.
mail-invite-reminder = Hello { $name }. { $landlord } invited you to open your account. You can still do so.
mail-invite-reminder-life = The link works once, until { $time } on { $day }. We stop writing when you have opened your account.
audit-event-invite-sent = Invitation sent
audit-event-invite-resent = Invitation sent again
audit-event-invite-cancelled = Invitation cancelled
audit-event-invite-ended = Invitation ended
audit-event-invite-reminded = Reminder of an invitation sent
audit-event-invite-used = Account opened with an invitation
audit-event-invites-exported = List of invitations downloaded
invites-import = Invite many
import-title = Invite many
import-purpose = Choose a table that you saved in your spreadsheet, or paste one. We show you what we read before anything is sent.
import-needs = The first line needs these headings: first name, last name, email. It may have these, too: language, date of birth, person reference. Up to { $max } people at a time.
import-example = Download an example
import-file = Table
import-file-hint = A CSV file. In your spreadsheet choose Save as, then CSV UTF-8.
import-file-read = Read the file
import-paste = Or paste a table
import-table = Table of people
import-table-hint = Copy the rows in your spreadsheet, with the headings.
import-table-read = Read the table
import-head-first-name = first name
import-head-last-name = last name
import-head-email = email
import-head-language = language
import-head-born = date of birth
import-head-person = person reference
import-preview-title = Check who is invited
import-preview = Nothing is sent yet. You have an hour to look at it.
import-takes-two = One person alone can invite only so many people in a day. For more, a second person has to agree.
import-theirs = { $count ->
    [one] A colleague wants to invite the person below.
   *[other] A colleague wants to invite the { $count } people below.
}
import-left-out = { $count ->
    [one] 1 row is left out.
   *[other] { $count } rows are left out.
}
import-unknown = We do not use these columns: { $columns }.
import-nobody = There is nobody to invite in this table. Mend it and read it again.
import-all-today = They get an email with a link in the next minutes.
import-some-later = Only { $room } more emails can go out today. The others go tomorrow morning.
import-send = { $count ->
    [one] Send 1 invite
   *[other] Send { $count } invites
}
import-again = Read another table
import-left-out-title = Left out
import-ready-title = To be invited
import-left-out-caption = Rows that are left out, and why
import-ready-caption = People to be invited
import-column-line = Line
import-column-why = Why
import-column-details = Details
import-twice = The same address is on line { $line }
import-has-account = Has an account already
import-invited = Is invited already
import-unknown-person = The housing system does not know this person by this last name
import-unchecked = The housing system did not answer in time. Read the table again later
import-born = Born { $day }
import-reference = Reference { $reference }
import-sent-title = { $count ->
    [one] 1 person is invited
   *[other] { $count } people are invited
}
import-sent-all = { $count ->
    [one] 1 email is out.
   *[other] All { $count } emails are out.
}
import-sent-some = { $sent } emails are out. { $waiting } wait for their turn.
import-sent-look = Look again
import-stop = Stop the others
import-stop-hint = If you stop, those who wait get no email. You can invite them again later.
import-sent-left-out = { $count ->
    [one] 1 row was left out.
   *[other] { $count } rows were left out.
}
import-to-list = See all invites
notice-import-stopped = Stopped. Whoever had no email yet gets none.
error-file-required = Choose a file with headings and at least one person
error-file-malformed = The first line of the file needs the headings first name, last name and email, each once
error-file-unreadable = We cannot read this file. In your spreadsheet choose Save as, then CSV UTF-8
error-file-interrupted = The file ends in the middle of a cell. A quotation mark (") may be missing
error-file-too-many = This file has more than 500 people. Split it and send one part at a time
error-file-too-long = This file has more than 50 columns. Leave only those that we need
error-file-too-big = This file is too big. Choose one under 1 MB
error-table-required = Paste a table with headings and at least one person
error-table-malformed = The first line of the table needs the headings first name, last name and email, each once
error-table-unreadable = We cannot read this table. Copy it again
error-table-interrupted = The table ends in the middle of a cell. A quotation mark (") may be missing
error-table-too-many = This table has more than 500 people. Paste one part at a time
error-table-too-long = This table has more than 50 columns. Leave only those that we need
error-table-too-big = This table is too big. Paste one part at a time
error-cells-malformed = This row has more cells than there are headings
error-import-required = There is nobody left to invite in this table
error-day-wrong = That is not the date of birth on the invitation. Check how you typed it
open-text-born = You can open your account here. Tell us your last name and date of birth, and choose a password.
invite-born = Date of birth (optional)
invite-born-hint = If you give it, they have to type it as well as their last name. Like 27 3 1980.
mail-invited-next-born = Press the button. Then tell us your last name and date of birth, and choose a password.
audit-event-invites-imported = Many invited with a table
audit-detail-import = with a table
audit-detail-account = has an account
