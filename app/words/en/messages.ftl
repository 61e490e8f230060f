text-register-code = { $landlord }: your code is { $code }. It works for 10 minutes. Do not share it.

customer-messages = Newest messages
customer-messages-none = We sent them nothing yet.
customer-unreachable-mail = Emails to this address do not arrive: { $why }. Since { $day }. Ask them for another address.
customer-unreachable-text = Texts to a number of theirs do not arrive: { $why }. Since { $day }. Ask them for another number.
message-channel-mail = Email
message-channel-text = Text
message-state-queued = Waits to be sent
message-state-sent = Sent
message-state-delivered = Arrived
message-state-failed = Failed: { $why }
message-why-no-such-address = nobody has it
message-why-not-a-mobile = it takes no texts
message-why-opted-out = they asked for no more
message-why-unreachable = the phone was off or the mailbox full for too long
message-why-filtered = a network took it for junk
message-why-not-allowed = our account may not send to them
message-why-too-late = it could not be sent in time
message-why-gave-up = it could not be sent for 3 days
message-why-refused = it was refused
removed-messages = { $count ->
    [one] 1 record of a message
   *[other] { $count } records of messages
}
