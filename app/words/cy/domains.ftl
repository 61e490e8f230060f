domains-nav = Parthau Cymeradwy
domains-title = Parthau Cymeradwy
domains-intro = Yma rydych yn dewis pwy y mae'r wefan hon yn ymddiried ynddynt. Ysgrifennwch un enw ar bob llinell, heb https:// a heb ddim ar ôl yr enw. Mae pob enw yn sefyll drosto'i hun yn unig, nid dros yr enwau oddi tano.
domains-emails = Parthau e-bost gweinyddwyr
domains-emails-hint = Dim ond pobl â chyfeiriad yn un o'r rhain all ddod yn weinyddwyr, gyda Microsoft hefyd. Er enghraifft: landlord.example. Mae rhestr wag yn caniatáu pob parth.
domains-sites = Gwefannau a gaiff ddangos ein tudalennau cyhoeddus
domains-sites-hint = Gall y rhain ddangos statws y gwasanaeth y tu mewn i'w tudalennau eu hunain. Er enghraifft: www.landlord.example. Nid yw rhestr wag yn caniatáu neb.
domains-hosts = Systemau y cawn eu galw
domains-hosts-hint = Dim ond y rhain rydym yn eu galw. Ychwanegwch y porth os nad yr un arferol ydyw. Er enghraifft: api.vendor.example neu api.vendor.example:8443
domains-save = Cadw
domains-saved-now = Beth sydd wedi'i gadw nawr
domains-used-by = Beth sydd ar waith
domains-used-by-none = Nid oes gan yr un cysylltiad ei gyfeiriad ei hun eto.
domains-not-called = Ddim ar y rhestr: nid ydym yn ei galw
domains-of-test = { $vendor }, system brawf
domains-off = (wedi'i ddiffodd)
domains-outside-title = Cyfrifon mewn parthau eraill
domains-outside = Mae'r cyfrifon hyn yn dal i weithio. Dilëwch nhw os na ddylent.
domains-approve = Ychwanegu'r cyfeiriad hwn at eich Parthau Cymeradwy
domains-approve-hint = Nid ydym erioed wedi galw'r system hon. Gwiriwch fod y cyfeiriad yn gywir: anfonir eich cyfrinair ar ei chyfer yno.

error-entry-address = '{ $entry }': ysgrifennwch yr enw yn unig, heb https:// a heb ddim ar ei ôl
error-entry-wildcard = '{ $entry }': ni chaniateir seren. Ysgrifennwch bob enw
error-entry-number = '{ $entry }': ni chaniateir rhifau. Ysgrifennwch enw
error-entry-inside = '{ $entry }': nid yw hwn yn enw llawn ar y rhyngrwyd, fel www.landlord.example
error-entry-port = '{ $entry }': nid yw'r porth hwn yn addas yma
error-entry-name = '{ $entry }': nid enw yw hwn, fel www.landlord.example
error-entry-in-use = Mae '{ $entry }' ar waith. Diffoddwch y cysylltiad hwnnw yn gyntaf, neu newidiwch ei gyfeiriad
error-too-many-entries = Ysgrifennwch { $max } enw neu lai
error-approve_host-not-approved = Nid yw'r cyfeiriad hwn yn eich Parthau Cymeradwy eto. Ychwanegwch ef os yw'n gywir

notice-domains-saved = Wedi'i gadw. Mae'r rhestrau'n cyfrif o hyn ymlaen.

audit-event-host-approved = System wedi'i hychwanegu at Barthau Cymeradwy
audit-detail-approved-domains = Parthau Cymeradwy
