test-system-nav = Test System
test-system-title = Test System
test-system-purpose = Try things out here before your tenants see them. In test mode we use your test connections and keep all data apart.
test-system-mode = Mode
test-system-live = Live
test-system-test = Test
test-system-since = Since
test-system-always = From the start
test-system-by = Switched by
test-system-nobody = Nobody yet
test-system-inbox-title = Where messages go in test mode
test-system-inbox-why = In test mode every email goes to one inbox, whoever it is for. That includes sign-in codes and links for new passwords. Whoever reads it can sign in as others. Name an inbox that only people you trust can read.
test-system-inbox = Inbox for tests
test-system-inbox-hint = Each email says who would have got it.
test-system-mobile = Mobile for texts (optional)
test-system-mobile-hint = Without a number, texts come to the inbox as emails.
test-system-inbox-save = Save inbox
test-system-slots = What we use in test mode
test-system-slots-hint = Test mode never uses a live system. What is not set up here does not work in test mode.
test-system-column-what = System
test-system-column-provider = Provider
test-system-column-state = State
test-system-borrows = There is no mail server for tests. So the live mail server carries emails of test mode, and only to the inbox for tests. Nobody else gets any.
test-system-texts-off = No texts are sent in test mode until somebody is set up for it.
test-system-waiting-live = Waiting for live: { $count }
test-system-waiting-test = Waiting for test: { $count }
test-system-switch-title = Switch
test-system-go-test = Switch to test mode
test-system-go-live = Switch back to live
test-system-inbox-first = Name the inbox first. Then you can switch.
test-system-confirm-test = Switch to test mode?
test-system-confirm-live = Switch back to live?
test-system-effect-everybody = This is for everybody at once, within two seconds. Your tenants see it, too.
test-system-effect-banner = Each page and each message says that this is a test.
test-system-effect-data = Homes, rent and repairs come from the test system. The live ones stay as they are and come back later.
test-system-effect-queue = { $count ->
    [0] Nothing waits to be sent to the live systems right now.
    [one] One thing waits to be sent to the live systems. It waits until you switch back.
   *[other] { $count } things wait to be sent to the live systems. They wait until you switch back.
}
test-system-effect-mail = All emails go to { $inbox }. Tenants get none, and no sign-in codes.
test-system-effect-invites = Invitations and requests for accounts that are live wait, too. Their links do not work in test mode.
test-system-effect-told = All who may switch get an email about it.
test-system-live-data = Homes, rent and repairs are the live ones again. Nothing of the test is among them.
test-system-live-queue = { $count ->
    [0] Nothing waits to be sent to the test systems.
    [one] One thing waits to be sent to the test systems. It stays there and never goes to the live ones.
   *[other] { $count } things wait to be sent to the test systems. They stay there and never go to the live ones.
}
test-system-live-waiting = { $count ->
    [0] Nothing waits for the live systems.
    [one] One thing that waits for the live systems goes out now.
   *[other] { $count } things that wait for the live systems go out now.
}
test-system-live-accounts = Accounts, invitations and requests that were made in test mode are deleted.
test-system-live-sessions = All who signed in during test mode are signed out, you too. You sign in again.
test-system-understood = I understand what happens
test-system-mode-choice = Live or test
test-system-mode-live = Live connections
test-system-mode-test = Test connections
test-system-mode-in-use = In use now
test-system-mode-waits = Not in use now
test-banner-title = Test mode
test-banner = This is not real. Nothing you do here reaches the live systems, and nobody comes.
test-banner-emergency = In danger? Call us or 999. Do not report it here.
test-mail-subject = [TEST] { $subject }
test-mail-note = This is a test. In live mode this email would have gone to { $to }.
test-text = TEST for { $to }: { $words }
test-text-subject = A text message
mail-mode-switched = This installation was switched between live and test mode { $moment }.
mail-mode-switched-next = Look which mode is on. In test mode tenants reach no live system and get no emails. Did you not expect this? Ask your colleagues.
mail-mode-switched-button = See which mode is on
template-mode-switched = Live or test switched
template-mode-switched-when = Somebody switched between live and test mode. It goes to all who connect outside systems.
audit-event-test-system-switched = Switched between live and test mode
error-test_inbox-required = Enter the inbox for tests
error-test_inbox-malformed = Enter one email address, like tests@landlord.example
error-test_inbox-not-approved = Use an address of a domain that administrators may have. They are in Approved Domains
error-test_mobile-malformed = Enter a UK mobile number, like 07700 900123
error-test_mobile-too-long = Enter a UK mobile number, like 07700 900123
error-understood-required = Tick that you understand what happens
error-to-not-offered = Go back and choose again
notice-test-inbox-saved = The inbox is saved.
notice-mode-test = Test mode is on.
notice-mode-live = Live mode is on.
notice-integration-inbox-tested = We sent a test email to the inbox for tests.
