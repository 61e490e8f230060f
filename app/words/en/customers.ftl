customers-nav = Customers
customers-title = Customers
customers-purpose = Tenants who have an account here. Find one and open their record.
customers-caption = Customers, newest account first
customers-search = Find a customer
customers-search-hint = Name, email, tenancy reference, address or postcode, in any order
customers-search-button = Search
customers-clear = Show everybody
customers-export = Download as CSV
customers-export-title = Take out the list of all customers
customers-export-why = The file holds the name, address and email of every customer. In wrong hands it can hurt people, so it takes two of you.
customers-export-alone = Get the file
customers-column-name = Name
customers-column-home = Home
customers-column-reference = Tenancy
customers-column-status = Status
customers-none-title = Nobody found
customers-none = Try fewer letters, or another way: email, postcode or tenancy reference.
customers-empty-title = No customers yet
customers-empty = Tenants are listed here when they have an account.
customers-found-none = Nobody found
customers-found-more = More than { $count } found. These are the newest. Press Search to see all.
customers-found = { $count ->
    [one] 1 customer found
   *[other] { $count } customers found
}
customers-failed = We cannot search right now. Press Search.
customer-active = Active
customer-disabled = Shut out
customer-limited = Limited
customer-who = Who
customer-name = Name
customer-email = Email
customer-language = Language
customer-language-en = English
customer-language-cy = Welsh
customer-person = Person reference
customer-since = Account since
customer-last-sign-in = Last sign-in
customer-never = Never
customer-limited-until = Limited until
customer-disabled-since = Shut out since
customer-contact = How to reach them
customer-contact-hint = More ways to reach them are in the housing system.
customer-tenancies = Tenancies and homes
customer-tenancy-main = Main tenant
customer-tenancy-joint = Joint tenant
customer-tenancies-none = We have no home of theirs here yet. It comes from the housing system when they sign in.
customer-repairs = Newest repairs
customer-repairs-none = No repairs.
customer-sign-ins = Sign-in history
customer-sign-ins-none = They have not signed in yet.
customer-event-session-began = Signed in
customer-event-session-ended = Signed out
customer-event-sessions-ended = Signed out everywhere
customer-event-customer-disabled = Shut out by staff
customer-event-customer-enabled = Let in again by staff
customer-notes = Notes
customer-notes-hint = Only staff see these. The tenant may ask for a copy of everything we hold, so write what is fair.
customer-notes-none = No notes yet.
customer-note = New note
customer-note-add = Add note
customer-note-by = { $name }, { $when }
customer-note-left = Somebody who has left
customer-actions = What you can do
customer-help-sign-in = Help with signing in
customer-audit = Everything on record about them
customer-view-as = View as customer
customer-sign-out = Sign out everywhere
customer-sign-out-hint = They have to sign in again on every device.
customer-disable = Shut out
customer-disable-hint = They cannot sign in until somebody lets them in again.
customer-enable = Let in again
customer-delete = Delete account
delete-customer-title = Delete the account of { $name }
delete-customer-effect = They can no longer sign in. This cannot be undone.
delete-customer-told = We email them that their account was deleted.
delete-customer-removed = What we remove
delete-customer-kept = What we keep, and why
delete-customer-button = Delete account
delete-customer-way-out = Keep the account
removed-account = Name, email, password and every setting
removed-sessions = { $count ->
    [one] 1 sign-in
   *[other] { $count } sign-ins
}
removed-devices = { $count ->
    [one] 1 remembered device
   *[other] { $count } remembered devices
}
removed-codes = { $count ->
    [one] 1 sign-in code
   *[other] { $count } sign-in codes
}
removed-tenancies = { $count ->
    [one] 1 link to a tenancy
   *[other] { $count } links to tenancies
}
removed-drafts = { $count ->
    [one] 1 repair that was not sent
   *[other] { $count } repairs that were not sent
}
removed-photos = { $count ->
    [one] 1 photo that was not sent
   *[other] { $count } photos that were not sent
}
removed-notes = { $count ->
    [one] 1 note of staff
   *[other] { $count } notes of staff
}
kept-repairs = { $count ->
    [one] 1 repair that was sent, without their name: you have to do the work and answer for it
   *[other] { $count } repairs that were sent, without their name: you have to do the work and answer for it
}
kept-repair-photos = { $count ->
    [one] 1 photo of a sent repair: it belongs to the repair
   *[other] { $count } photos of sent repairs: they belong to the repairs
}
kept-audit = { $count ->
    [one] 1 entry of the audit, without their name: the law wants to know what was done
   *[other] { $count } entries of the audit, without their name: the law wants to know what was done
}
kept-hms = Their record in the housing system: this product does not change it
receipt-title = Account deleted
receipt-when = Deleted on { $day } at { $time }. Receipt { $receipt }.
receipt-back = Back to customers
view-as-title = See the portal as { $name }
view-as-purpose = You see what they see. You cannot change anything. It ends after 30 minutes, or when you stop.
view-as-own = If you are signed in as a tenant in this browser, that ends.
view-as-reason = Why do you need to see it?
view-as-reason-hint = { $name } can read this. For example: "You called about a repair that you cannot find."
view-as-button = View as customer
viewing-title = You are seeing this as { $name }.
viewing-nothing = Nothing can be changed.
viewing-stop = Stop
notice-customer-noted = Your note is saved.
notice-customer-disabled = They are shut out. Every sign-in has ended.
notice-customer-enabled = They can sign in again.
notice-customer-signed-out = They are signed out everywhere.
notice-viewing-stopped = You stopped. The portal no longer shows as them.
error-note-required = Write a note first
error-why-required = Say why you need to see it
problem-repair-on-its-way = A repair of theirs is still on its way to the housing system. Wait until it is there, then delete the account.
job-remove-photo = Remove a photo
mail-deleted-intro = Your account for our website was deleted. You can no longer sign in.
mail-deleted-kept = Repairs that you sent stay with us, so that we can do the work. Your tenancy does not change.
mail-deleted-not-asked = If you did not expect this, call us.
audit-event-customer-view-as-began = Began to see the portal as a customer
audit-event-customer-view-as-ended = Stopped seeing the portal as a customer
audit-event-customer-noted = Wrote a note about a customer
audit-event-customer-disabled = Shut a customer out
audit-event-customer-enabled = Let a customer in again
audit-event-customer-deleted = Deleted a customer
audit-event-customers-export-began = Began to take out the list of customers
audit-event-customers-exported = Took out the list of customers
customer-origin = How the account began
customer-origin-invited-by = Invited by { $name }
customer-origin-invited = With an invitation
customer-origin-email-code = They asked for it and typed a code from the mailbox on record
customer-origin-text-code = They asked for it and typed a code from the mobile on record
customer-origin-letter = They asked for it and typed a code from a letter
customer-origin-staff = They asked for it and staff made sure who they are
removed-registrations = { $count ->
    [one] 1 request for an account
   *[other] { $count } requests for an account
}
audit-detail-by-itself = by itself: the time was over, or the sign-in behind it
audit-detail-replaced = something else began in the same browser
