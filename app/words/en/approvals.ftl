approvals-nav = Approvals
approvals-nav-waiting = { $count ->
    [one] 1 waits
   *[other] { $count } wait
}
approvals-title = Approvals
approvals-purpose = Some things take two people. Here you see what waits for a second person, and what became of the rest.
approvals-empty-title = Nothing waits
approvals-empty = When a colleague needs you to agree to something, it stands here, and we email you.
approvals-waiting = Waiting
approvals-over = Over
approvals-column-what = What
approvals-column-who = Who asks
approvals-column-when = When
approvals-column-state = Where it is
approvals-you = You
approvals-until = Waits until { $moment }

approval-title-export-customers = Take out the list of all customers
approval-title-send-invites = Invite very many people
approval-title-enable-sso = Enable single sign-on
approval-title-disable-sso = Turn single sign-on off
approval-action-export-customers = take out the list of all customers
approval-action-send-invites = invite very many people
approval-action-enable-sso = change how staff sign in with Microsoft
approval-action-disable-sso = turn off signing in with Microsoft

approval-state-waiting = Waiting
approval-state-done = Approved
approval-state-alone = Done by one person
approval-state-refused = Refused
approval-state-withdrawn = Taken back
approval-state-expired = Not answered in time
approval-state-failed = Could not be done

approval-why = Why do you need this?
approval-why-hint = Whoever has to agree reads this. It is kept for a year.
approval-ask = Ask for approval
approval-one-of = This takes two people. One of these has to agree:
approval-days = We email them. They have 3 days to answer. It is done as soon as one of them agrees, just as it stands here now.
approval-away = Are they all away? An owner can give another colleague the same role. Somebody whom you added yourself can agree after 3 days. Whoever runs your server can add an owner at once.
approval-alone = This usually takes two people. Nobody else here can agree to it, so you can do it alone. We then email every administrator that you did.
approval-nobody = This takes two people. In the last 3 days you deleted or changed a colleague who could have agreed, and now there is nobody. Give another colleague the same role, or come back in 3 days.
approval-waits = This waits for a second person.
approval-see = See the request
approval-ready = Your file is ready.
approval-ready-see = Get the file

approval-asker = Who asks
approval-reason = Why
approval-asked-at = Asked
approval-until = Waits until
approval-rows = Customers in the list
approval-people = People to be invited
approval-table = Who they are
approval-table-see = See the table of people
approval-domains-all = Every domain
approval-strong = Second step
approval-strong-theirs = Microsoft asks for it
approval-strong-ours = We ask for it after Microsoft
approval-effect = What happens
approval-done-by = { $name } approved this { $moment }. It was done at once.
approval-alone-by = { $name } did this alone { $moment }, because nobody else could agree. Every administrator was told.
approval-refused-by = { $name } refused this { $moment }. Nothing was changed. Their reason:
approval-withdrawn-at = This was taken back { $moment }. Nothing was changed.
approval-expired-at = Nobody answered before this ended, { $moment }. Nothing was changed. Ask again if it is still needed.

approval-decide = Do you agree?
approval-decide-how = Call { $name } if you are not sure that they asked. It is done at once, just as it stands here. We may ask you to show again that it is you.
approval-approve = Approve and do it now
approval-refuse-title = Or refuse it
approval-refusal = Why do you refuse it?
approval-refusal-hint = Whoever asked reads this.
approval-refuse = Refuse
approval-new-colleague = The person who asks gave you your access in the last 3 days. Somebody else has to answer this.
approval-waits-title = It waits
approval-withdraw = Take it back
approval-file = Your file
approval-file-until = You can get the file until { $moment }.
approval-fetch = Get the file
approval-file-hint = Once you begin, you have one hour to download it. Only you can. Delete the file when you are done with it.

error-approval_reason-required = Say why you need this
error-approval_refusal-required = Say why you refuse it

notice-approval-asked = We asked your colleagues to agree. Nothing happens until one of them does.
notice-approval-alone = Done. Nobody else could agree, so we told every administrator.
notice-approval-given = Approved. It is done.
notice-approval-refused = Refused. We told the person who asked.
notice-approval-withdrawn = Taken back. Nothing was changed.

problem-approval-asker = Nothing was done. The person who asked has left, or may no longer do this.
problem-approval-changed = Nothing was done. What this was about has changed since it was asked for. It has to be asked for again.
problem-own-request = You asked for this yourself. Somebody else has to agree.
problem-new-colleague = The person who asks gave you your access in the last 3 days. Somebody else has to answer this.
problem-request-over = Nobody answered this in time. It has to be asked for again.
problem-file-over = The time to get this file is over. Ask for it again.
problem-nobody-to-approve = In the last 3 days you deleted or changed a colleague who could have agreed to this. You cannot do it alone until those days are over.

audit-event-approval-asked = Asked for a second person
audit-event-approval-given = Approved as second person
audit-event-approval-alone = Done alone, without a second person
audit-event-approval-refused = Refused as second person
audit-event-approval-withdrawn = Request taken back
audit-event-approval-expired = Request not answered in time
audit-event-approval-failed = Approved, but could not be done
audit-event-approval-opened = Approved file fetched
audit-event-vault-rotation-began = Key of all stored secrets changed
audit-detail-export-customers = Take out the list of all customers
audit-detail-send-invites = Invite very many people
audit-detail-enable-sso = Enable single sign-on
audit-detail-disable-sso = Turn single sign-on off
audit-detail-asker = who asked may no longer do it
audit-detail-changed = what it was about has changed

mail-approval-asked = { $name } asks you to agree to something that takes two people: { $action }.
mail-approval-asked-until = You can answer until { $moment }. Nothing happens before.
mail-approval-asked-strange = Does this surprise you? Call your colleague. Refuse it if they did not ask.
mail-approval-button = See the request
mail-approval-given = { $name } agreed to what you asked for: { $action }. It is done, or waits for you there.
mail-approval-refused = { $name } did not agree to what you asked for: { $action }. Nothing was changed. You can read why.
mail-approval-lapsed = Nothing came of what you asked for: { $action }. Nothing was changed. You can read why.
mail-approval-over = You need to do nothing any more about this request: { $action }. It was answered or taken back.
mail-done-alone = { $name } did something alone that usually takes two people: { $action }. It happened { $moment }.
mail-done-alone-why = Nobody else could agree to it. That is why we tell every administrator.
mail-done-alone-next = Do you know about it? Then you need to do nothing. If not, ask your colleague today.
mail-vault-rotated = Somebody who runs your server changed the key that locks all stored secrets { $moment }.
mail-vault-rotated-next = Do you know about it? Then you need to do nothing. If not, ask whoever runs your server today.
