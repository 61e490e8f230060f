domains-nav = Approved Domains
domains-title = Approved Domains
domains-intro = Here you choose whom this site trusts. Write one name on each line, without https:// and without anything after the name. Each name stands for itself alone, not for the names below it.
domains-emails = Email domains of administrators
domains-emails-hint = Only people with an address in one of these can become administrators, also with Microsoft. For example: landlord.example. An empty list allows every domain.
domains-sites = Websites that may show our public pages
domains-sites-hint = These can show the service status inside their own pages. For example: www.landlord.example. An empty list allows nobody.
domains-hosts = Systems that we may call
domains-hosts-hint = We call only these. Add the port if it is not the usual one. For example: api.vendor.example or api.vendor.example:8443
domains-save = Save
domains-saved-now = What is saved now
domains-used-by = What is in use
domains-used-by-none = No connection has an address of its own yet.
domains-not-called = Not on the list: we do not call it
domains-of-test = { $vendor }, test system
domains-off = (switched off)
domains-outside-title = Accounts in other domains
domains-outside = These accounts still work. Delete them if they should not.
domains-approve = Add this address to your Approved Domains
domains-approve-hint = We have never called this system before. Check that the address is right: your password for it is sent there.

error-entry-address = '{ $entry }': write the name alone, without https:// and without anything after it
error-entry-wildcard = '{ $entry }': a star is not allowed. Write each name
error-entry-number = '{ $entry }': numbers are not allowed. Write a name
error-entry-inside = '{ $entry }': this is not a full name on the internet, like www.landlord.example
error-entry-port = '{ $entry }': this port does not fit here
error-entry-name = '{ $entry }': this is not a name, like www.landlord.example
error-entry-in-use = '{ $entry }' is in use. Switch that connection off first, or change its address
error-too-many-entries = Write { $max } names or fewer
error-approve_host-not-approved = This address is not in your Approved Domains yet. Add it if it is right

notice-domains-saved = Saved. The lists count from now on.

audit-event-host-approved = System added to Approved Domains
audit-detail-approved-domains = Approved Domains
