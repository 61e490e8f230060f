approvals-nav = Cymeradwyo
approvals-nav-waiting = { $count ->
    [one] 1 yn aros
   *[other] { $count } yn aros
}
approvals-title = Cymeradwyo
approvals-purpose = Mae angen dau berson ar gyfer rhai pethau. Yma gwelwch beth sy'n aros am ail berson, a beth ddaeth o'r gweddill.
approvals-empty-title = Does dim yn aros
approvals-empty = Pan fydd cydweithiwr angen i chi gytuno i rywbeth, bydd yn sefyll yma, a byddwn yn anfon e-bost atoch.
approvals-waiting = Yn aros
approvals-over = Wedi gorffen
approvals-column-what = Beth
approvals-column-who = Pwy sy'n gofyn
approvals-column-when = Pryd
approvals-column-state = Ble mae arni
approvals-you = Chi
approvals-until = Mae'n aros tan { $moment }

approval-title-export-customers = Lawrlwytho rhestr yr holl gwsmeriaid
approval-title-send-invites = Gwahodd llawer iawn o bobl
approval-title-enable-sso = Galluogi mewngofnodi sengl
approval-title-disable-sso = Diffodd mewngofnodi sengl
approval-action-export-customers = lawrlwytho rhestr yr holl gwsmeriaid
approval-action-send-invites = gwahodd llawer iawn o bobl
approval-action-enable-sso = newid sut mae staff yn mewngofnodi gyda Microsoft
approval-action-disable-sso = diffodd mewngofnodi gyda Microsoft

approval-state-waiting = Yn aros
approval-state-done = Cymeradwywyd
approval-state-alone = Gwnaed gan un person
approval-state-refused = Gwrthodwyd
approval-state-withdrawn = Tynnwyd yn ôl
approval-state-expired = Heb ei ateb mewn pryd
approval-state-failed = Nid oedd modd ei wneud

approval-why = Pam mae angen hyn arnoch?
approval-why-hint = Bydd pwy bynnag sy'n gorfod cytuno yn darllen hyn. Cedwir ef am flwyddyn.
approval-ask = Gofyn am gymeradwyaeth
approval-one-of = Mae angen dau berson ar gyfer hyn. Rhaid i un o'r rhain gytuno:
approval-days = Rydym yn anfon e-bost atynt. Mae ganddynt 3 diwrnod i ateb. Gwneir hyn cyn gynted ag y bydd un ohonynt yn cytuno, yn union fel y mae'n sefyll yma nawr.
approval-away = Ydyn nhw i gyd i ffwrdd? Gall perchennog roi'r un rôl i gydweithiwr arall. Gall rhywun a ychwanegwyd gennych chi eich hun gytuno ar ôl 3 diwrnod. Gall pwy bynnag sy'n rhedeg eich gweinydd ychwanegu perchennog ar unwaith.
approval-alone = Fel arfer mae angen dau berson ar gyfer hyn. Ni all neb arall yma gytuno, felly gallwch ei wneud ar eich pen eich hun. Yna byddwn yn anfon e-bost at bob gweinyddwr i ddweud hynny.
approval-nobody = Mae angen dau berson ar gyfer hyn. Yn y 3 diwrnod diwethaf dilëoch neu newidioch gydweithiwr a allai fod wedi cytuno, a nawr does neb. Rhowch yr un rôl i gydweithiwr arall, neu dewch yn ôl ymhen 3 diwrnod.
approval-waits = Mae hyn yn aros am ail berson.
approval-see = Gweld y cais
approval-ready = Mae eich ffeil yn barod.
approval-ready-see = Cael y ffeil

approval-asker = Pwy sy'n gofyn
approval-reason = Pam
approval-asked-at = Gofynnwyd
approval-until = Mae'n aros tan
approval-rows = Cwsmeriaid yn y rhestr
approval-people = Pobl i'w gwahodd
approval-table = Pwy ydynt
approval-table-see = Gweld y tabl o bobl
approval-domains-all = Pob parth
approval-strong = Ail gam
approval-strong-theirs = Mae Microsoft yn gofyn amdano
approval-strong-ours = Rydym ni'n gofyn amdano ar ôl Microsoft
approval-effect = Beth sy'n digwydd
approval-done-by = Cymeradwyodd { $name } hyn { $moment }. Fe'i gwnaed ar unwaith.
approval-alone-by = Gwnaeth { $name } hyn ar ei ben neu ei phen ei hun { $moment }, am na allai neb arall gytuno. Dywedwyd wrth bob gweinyddwr.
approval-refused-by = Gwrthododd { $name } hyn { $moment }. Ni newidiwyd dim. Y rheswm:
approval-withdrawn-at = Tynnwyd hyn yn ôl { $moment }. Ni newidiwyd dim.
approval-expired-at = Nid atebodd neb cyn i hyn ddod i ben, { $moment }. Ni newidiwyd dim. Gofynnwch eto os oes ei angen o hyd.

approval-decide = Ydych chi'n cytuno?
approval-decide-how = Ffoniwch { $name } os nad ydych yn siŵr mai nhw ofynnodd. Fe'i gwneir ar unwaith, yn union fel y mae'n sefyll yma. Efallai y gofynnwn i chi ddangos eto mai chi ydyw.
approval-approve = Cymeradwyo a'i wneud nawr
approval-refuse-title = Neu ei wrthod
approval-refusal = Pam rydych chi'n ei wrthod?
approval-refusal-hint = Bydd pwy bynnag a ofynnodd yn darllen hyn.
approval-refuse = Gwrthod
approval-new-colleague = Rhoddodd y person sy'n gofyn eich mynediad i chi yn y 3 diwrnod diwethaf. Rhaid i rywun arall ateb hyn.
approval-waits-title = Mae'n aros
approval-withdraw = Ei dynnu'n ôl
approval-file = Eich ffeil
approval-file-until = Gallwch gael y ffeil tan { $moment }.
approval-fetch = Cael y ffeil
approval-file-hint = Ar ôl i chi ddechrau, mae gennych awr i'w lawrlwytho. Dim ond chi all wneud hynny. Dilëwch y ffeil pan fyddwch wedi gorffen â hi.

error-approval_reason-required = Dywedwch pam mae angen hyn arnoch
error-approval_refusal-required = Dywedwch pam rydych yn ei wrthod

notice-approval-asked = Gofynnom i'ch cydweithwyr gytuno. Does dim yn digwydd nes bydd un ohonynt yn gwneud hynny.
notice-approval-alone = Wedi'i wneud. Ni allai neb arall gytuno, felly dywedom wrth bob gweinyddwr.
notice-approval-given = Cymeradwywyd. Mae wedi'i wneud.
notice-approval-refused = Gwrthodwyd. Dywedom wrth y person a ofynnodd.
notice-approval-withdrawn = Tynnwyd yn ôl. Ni newidiwyd dim.

problem-approval-asker = Ni wnaed dim. Mae'r person a ofynnodd wedi gadael, neu ni chaiff wneud hyn mwyach.
problem-approval-changed = Ni wnaed dim. Mae'r hyn dan sylw wedi newid ers gofyn amdano. Rhaid gofyn amdano eto.
problem-own-request = Chi eich hun ofynnodd am hyn. Rhaid i rywun arall gytuno.
problem-new-colleague = Rhoddodd y person sy'n gofyn eich mynediad i chi yn y 3 diwrnod diwethaf. Rhaid i rywun arall ateb hyn.
problem-request-over = Nid atebodd neb hyn mewn pryd. Rhaid gofyn amdano eto.
problem-file-over = Mae'r amser i gael y ffeil hon ar ben. Gofynnwch amdani eto.
problem-nobody-to-approve = Yn y 3 diwrnod diwethaf dilëoch neu newidioch gydweithiwr a allai fod wedi cytuno i hyn. Ni allwch ei wneud ar eich pen eich hun nes bod y dyddiau hynny ar ben.

audit-event-approval-asked = Gofynnwyd am ail berson
audit-event-approval-given = Cymeradwywyd fel ail berson
audit-event-approval-alone = Gwnaed gan un, heb ail berson
audit-event-approval-refused = Gwrthodwyd fel ail berson
audit-event-approval-withdrawn = Cais wedi'i dynnu'n ôl
audit-event-approval-expired = Cais heb ei ateb mewn pryd
audit-event-approval-failed = Cymeradwywyd, ond nid oedd modd ei wneud
audit-event-approval-opened = Ffeil gymeradwy wedi'i chael
audit-event-vault-rotation-began = Allwedd yr holl gyfrinachau wedi'i newid
audit-detail-export-customers = Lawrlwytho rhestr yr holl gwsmeriaid
audit-detail-send-invites = Gwahodd llawer iawn o bobl
audit-detail-enable-sso = Galluogi mewngofnodi sengl
audit-detail-disable-sso = Diffodd mewngofnodi sengl
audit-detail-asker = ni chaiff pwy bynnag a ofynnodd ei wneud mwyach
audit-detail-changed = mae'r hyn dan sylw wedi newid

mail-approval-asked = Mae { $name } yn gofyn i chi gytuno i rywbeth sydd angen dau berson: { $action }.
mail-approval-asked-until = Gallwch ateb tan { $moment }. Does dim yn digwydd cyn hynny.
mail-approval-asked-strange = Ydy hyn yn eich synnu? Ffoniwch eich cydweithiwr. Gwrthodwch ef os na ofynnodd.
mail-approval-button = Gweld y cais
mail-approval-given = Cytunodd { $name } i'r hyn y gofynnoch amdano: { $action }. Mae wedi'i wneud, neu mae'n aros amdanoch yno.
mail-approval-refused = Ni chytunodd { $name } i'r hyn y gofynnoch amdano: { $action }. Ni newidiwyd dim. Gallwch ddarllen pam.
mail-approval-lapsed = Ni ddaeth dim o'r hyn y gofynnoch amdano: { $action }. Ni newidiwyd dim. Gallwch ddarllen pam.
mail-approval-over = Nid oes angen i chi wneud dim mwy am y cais hwn: { $action }. Cafodd ei ateb neu ei dynnu'n ôl.
mail-done-alone = Gwnaeth { $name } rywbeth heb neb arall sydd fel arfer angen dau berson: { $action }. Digwyddodd { $moment }.
mail-done-alone-why = Ni allai neb arall gytuno. Dyna pam rydym yn dweud wrth bob gweinyddwr.
mail-done-alone-next = Ydych chi'n gwybod amdano? Yna nid oes angen i chi wneud dim. Os na, gofynnwch i'ch cydweithiwr heddiw.
mail-vault-rotated = Newidiodd rhywun sy'n rhedeg eich gweinydd yr allwedd sy'n cloi'r holl gyfrinachau { $moment }.
mail-vault-rotated-next = Ydych chi'n gwybod amdano? Yna nid oes angen i chi wneud dim. Os na, gofynnwch heddiw i bwy bynnag sy'n rhedeg eich gweinydd.
