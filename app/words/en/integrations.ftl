audit-event-connection-saved = Connection to an outside system saved
audit-event-connection-enabled = Connection to an outside system enabled
audit-event-connection-disabled = Connection to an outside system disabled
audit-event-connection-restored = Earlier version of a connection put back
mail-integration-test-subject = Test message from { $landlord }
mail-integration-test = This is a test. Emails from our tenant portal reach you.
