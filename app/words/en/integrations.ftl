audit-event-connection-saved = Connection to an outside system saved
audit-event-connection-enabled = Connection to an outside system enabled
audit-event-connection-disabled = Connection to an outside system disabled
audit-event-connection-restored = Earlier version of a connection put back
