customers-nav = Cwsmeriaid
customers-title = Cwsmeriaid
customers-purpose = Tenantiaid sydd â chyfrif yma. Dewch o hyd i un ac agorwch eu cofnod.
customers-caption = Cwsmeriaid, y cyfrif mwyaf newydd yn gyntaf
customers-search = Dod o hyd i gwsmer
customers-search-hint = Enw, e-bost, cyfeirnod tenantiaeth, cyfeiriad neu god post, mewn unrhyw drefn
customers-search-button = Chwilio
customers-clear = Dangos pawb
customers-export = Lawrlwytho fel CSV
customers-export-title = Lawrlwytho rhestr yr holl gwsmeriaid
customers-export-why = Mae'r ffeil yn cynnwys enw, cyfeiriad ac e-bost pob cwsmer. Yn y dwylo anghywir gall niweidio pobl, felly mae angen dau ohonoch.
customers-export-alone = Cael y ffeil
customers-column-name = Enw
customers-column-home = Cartref
customers-column-reference = Tenantiaeth
customers-column-status = Statws
customers-none-title = Neb wedi'i ganfod
customers-none = Rhowch gynnig ar lai o lythrennau, neu ffordd arall: e-bost, cod post neu gyfeirnod tenantiaeth.
customers-empty-title = Dim cwsmeriaid eto
customers-empty = Bydd tenantiaid yn y rhestr hon pan fydd ganddynt gyfrif.
customers-found-none = Neb wedi'i ganfod
customers-found-more = Canfuwyd mwy na { $count }. Dyma'r rhai mwyaf newydd. Pwyswch Chwilio i weld pob un.
customers-found = { $count ->
    [one] 1 cwsmer wedi'i ganfod
   *[other] { $count } cwsmer wedi'u canfod
}
customers-failed = Ni allwn chwilio ar hyn o bryd. Pwyswch Chwilio.
customer-active = Gweithredol
customer-disabled = Wedi'i gau allan
customer-limited = Cyfyngedig
customer-who = Pwy
customer-name = Enw
customer-email = E-bost
customer-language = Iaith
customer-language-en = Saesneg
customer-language-cy = Cymraeg
customer-person = Cyfeirnod person
customer-since = Cyfrif ers
customer-last-sign-in = Mewngofnodi diwethaf
customer-never = Erioed
customer-limited-until = Cyfyngedig tan
customer-disabled-since = Wedi'i gau allan ers
customer-contact = Sut i gysylltu â nhw
customer-contact-hint = Mae rhagor o ffyrdd i gysylltu â nhw yn y system dai.
customer-tenancies = Tenantiaethau a chartrefi
customer-tenancy-main = Prif denant
customer-tenancy-joint = Cyd-denant
customer-tenancies-none = Nid oes cartref gennym iddynt yma eto. Daw o'r system dai pan fyddant yn mewngofnodi.
customer-repairs = Gwaith trwsio diweddaraf
customer-repairs-none = Dim gwaith trwsio.
customer-sign-ins = Hanes mewngofnodi
customer-sign-ins-none = Nid ydynt wedi mewngofnodi eto.
customer-event-session-began = Mewngofnodi
customer-event-session-ended = Allgofnodi
customer-event-sessions-ended = Allgofnodwyd ym mhobman
customer-event-customer-disabled = Wedi'i gau allan gan staff
customer-event-customer-enabled = Wedi'i adael i mewn eto gan staff
customer-notes = Nodiadau
customer-notes-hint = Dim ond staff sy'n gweld y rhain. Gall y tenant ofyn am gopi o bopeth sydd gennym, felly ysgrifennwch yr hyn sy'n deg.
customer-notes-none = Dim nodiadau eto.
customer-note = Nodyn newydd
customer-note-add = Ychwanegu nodyn
customer-note-by = { $name }, { $when }
customer-note-left = Rhywun sydd wedi gadael
customer-actions = Yr hyn y gallwch ei wneud
customer-help-sign-in = Help i fewngofnodi
customer-audit = Popeth ar gofnod amdanynt
customer-view-as = Gweld fel y cwsmer
customer-sign-out = Allgofnodi ym mhobman
customer-sign-out-hint = Rhaid iddynt fewngofnodi eto ar bob dyfais.
customer-disable = Cau allan
customer-disable-hint = Ni allant fewngofnodi nes bod rhywun yn eu gadael i mewn eto.
customer-enable = Gadael i mewn eto
customer-delete = Dileu'r cyfrif
delete-customer-title = Dileu cyfrif { $name }
delete-customer-effect = Ni fyddant yn gallu mewngofnodi mwyach. Ni ellir dadwneud hyn.
delete-customer-told = Anfonwn e-bost atynt i ddweud bod eu cyfrif wedi'i ddileu.
delete-customer-removed = Yr hyn yr ydym yn ei ddileu
delete-customer-kept = Yr hyn yr ydym yn ei gadw, a pham
delete-customer-button = Dileu'r cyfrif
delete-customer-way-out = Cadw'r cyfrif
removed-account = Enw, e-bost, cyfrinair a phob gosodiad
removed-sessions = { $count ->
    [one] 1 mewngofnodiad
   *[other] { $count } mewngofnodiad
}
removed-devices = { $count ->
    [one] 1 ddyfais a gofiwyd
   *[other] { $count } dyfais a gofiwyd
}
removed-codes = { $count ->
    [one] 1 cod mewngofnodi
   *[other] { $count } cod mewngofnodi
}
removed-tenancies = { $count ->
    [one] 1 cyswllt â thenantiaeth
   *[other] { $count } cyswllt â thenantiaethau
}
removed-drafts = { $count ->
    [one] 1 gwaith trwsio nas anfonwyd
   *[other] { $count } gwaith trwsio nas anfonwyd
}
removed-photos = { $count ->
    [one] 1 llun nas anfonwyd
   *[other] { $count } llun nas anfonwyd
}
removed-notes = { $count ->
    [one] 1 nodyn gan staff
   *[other] { $count } nodyn gan staff
}
kept-repairs = { $count ->
    [one] 1 gwaith trwsio a anfonwyd, heb eu henw: rhaid i chi wneud y gwaith ac ateb drosto
   *[other] { $count } gwaith trwsio a anfonwyd, heb eu henw: rhaid i chi wneud y gwaith ac ateb drosto
}
kept-repair-photos = { $count ->
    [one] 1 llun o waith trwsio a anfonwyd: mae'n perthyn i'r gwaith trwsio
   *[other] { $count } llun o waith trwsio a anfonwyd: maent yn perthyn i'r gwaith trwsio
}
kept-audit = { $count ->
    [one] 1 cofnod archwilio, heb eu henw: mae'r gyfraith am wybod beth a wnaed
   *[other] { $count } cofnod archwilio, heb eu henw: mae'r gyfraith am wybod beth a wnaed
}
kept-hms = Eu cofnod yn y system dai: nid yw'r cynnyrch hwn yn ei newid
receipt-title = Cyfrif wedi'i ddileu
receipt-when = Dilëwyd: { $day } am { $time }. Derbynneb { $receipt }.
receipt-back = Yn ôl i'r cwsmeriaid
view-as-title = Gweld y porth fel { $name }
view-as-purpose = Gwelwch yr hyn a welant hwy. Ni allwch newid dim. Daw i ben ar ôl 30 munud, neu pan fyddwch yn stopio.
view-as-own = Os ydych wedi mewngofnodi fel tenant yn y porwr hwn, daw hynny i ben.
view-as-reason = Pam mae angen i chi ei weld?
view-as-reason-hint = Gall { $name } ddarllen hyn. Er enghraifft: "Fe wnaethoch ffonio am waith trwsio na allwch ddod o hyd iddo."
view-as-button = Gweld fel y cwsmer
viewing-title = Rydych yn gweld hwn fel { $name }.
viewing-nothing = Ni ellir newid dim.
viewing-stop = Stopio
notice-customer-noted = Mae eich nodyn wedi'i gadw.
notice-customer-disabled = Maent wedi'u cau allan. Mae pob mewngofnodiad wedi dod i ben.
notice-customer-enabled = Gallant fewngofnodi eto.
notice-customer-signed-out = Maent wedi'u hallgofnodi ym mhobman.
notice-viewing-stopped = Rydych wedi stopio. Nid yw'r porth yn ymddangos fel nhw mwyach.
error-note-required = Ysgrifennwch nodyn yn gyntaf
error-why-required = Dywedwch pam mae angen i chi ei weld
problem-repair-on-its-way = Mae gwaith trwsio ganddynt yn dal ar ei ffordd i'r system dai. Arhoswch nes ei fod yno, yna dilëwch y cyfrif.
job-remove-photo = Tynnu llun
mail-deleted-intro = Cafodd eich cyfrif ar gyfer ein gwefan ei ddileu. Ni allwch fewngofnodi mwyach.
mail-deleted-kept = Mae'r gwaith trwsio a anfonoch yn aros gyda ni, er mwyn i ni allu gwneud y gwaith. Nid yw eich tenantiaeth yn newid.
mail-deleted-not-asked = Os nad oeddech yn disgwyl hyn, ffoniwch ni.
audit-event-customer-view-as-began = Dechrau gweld y porth fel y cwsmer
audit-event-customer-view-as-ended = Stopio gweld y porth fel y cwsmer
audit-event-customer-noted = Nodyn wedi'i ysgrifennu am gwsmer
audit-event-customer-disabled = Cwsmer wedi'i gau allan
audit-event-customer-enabled = Cwsmer wedi'i adael i mewn eto
audit-event-customer-deleted = Cwsmer wedi'i ddileu
audit-event-customers-export-began = Dechrau lawrlwytho'r rhestr cwsmeriaid
audit-event-customers-exported = Rhestr cwsmeriaid wedi'i lawrlwytho
customer-origin = Sut y dechreuodd y cyfrif
customer-origin-invited-by = Gwahoddwyd gan { $name }
customer-origin-invited = Gyda gwahoddiad
customer-origin-email-code = Gofynasant amdano a theipio cod o'r blwch post ar y cofnod
customer-origin-text-code = Gofynasant amdano a theipio cod o'r ffôn symudol ar y cofnod
customer-origin-letter = Gofynasant amdano a theipio cod o lythyr
customer-origin-staff = Gofynasant amdano a gwnaeth staff yn siŵr pwy ydynt
removed-registrations = { $count ->
    [one] 1 cais am gyfrif
   *[other] { $count } cais am gyfrif
}
audit-detail-by-itself = ohono'i hun: roedd yr amser ar ben, neu'r mewngofnodi y tu ôl iddo
audit-detail-replaced = dechreuodd rhywbeth arall yn yr un porwr
