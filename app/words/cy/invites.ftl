invites-nav = Gwahoddiadau
invites-title = Gwahoddiadau
invites-purpose = Pobl y gofynnoch iddynt agor cyfrif. Mae pob un yn cael dolen drwy e-bost sy'n gweithio unwaith, am 7 diwrnod.
invites-new = Gwahodd defnyddiwr
invites-export = Lawrlwytho fel CSV
invites-caption = Gwahoddiadau, y diweddaraf yn gyntaf
invites-search = Enw neu e-bost
invites-state = Statws
invites-state-all = Pob un
invites-search-button = Chwilio
invites-clear = Dangos pob un
invites-column-name = Enw
invites-column-state = Statws
invites-column-sent = Anfonwyd
invites-column-reminders = Nodiadau atgoffa
invites-column-by = Gwahoddwyd gan
invites-column-actions = Camau
invites-waiting = Yn aros i'w anfon
invites-ends = Yn dod i ben { $day }
invites-empty-title = Nid oes neb wedi'i wahodd eto
invites-empty = Pwyswch Gwahodd defnyddiwr. Rydym yn anfon dolen, ac yn eu hatgoffa ar ddiwrnod 3 ac yna bob dydd.
invites-none-title = Ni chafwyd hyd i neb
invites-none = Rhowch gynnig ar lai o lythrennau, neu statws arall.
invite-state-pending = Yn aros
invite-state-used = Wedi'i ddefnyddio
invite-state-expired = Wedi dod i ben
invite-state-cancelled = Wedi'i ganslo
invite-resend = Ailanfon
invite-cancel = Canslo
invite-to = y gwahoddiad i { $name }
invite-title = Gwahodd defnyddiwr
invite-purpose = Rydym yn e-bostio dolen i agor cyfrif. Mae'n gweithio unwaith, am 7 diwrnod. Rydym yn eu hatgoffa ar ddiwrnod 3 ac yna bob dydd.
invite-first-name = Enw cyntaf
invite-last-name = Cyfenw
invite-last-name-hint = Maent yn ei deipio i ddangos pwy ydynt, felly sillafwch ef fel y maent hwy
invite-email = Cyfeiriad e-bost
invite-language = Iaith yr e-bost
invite-language-en = Saesneg
invite-language-cy = Cymraeg
invite-person = Cyfeirnod y person yn y system dai (dewisol)
invite-person-hint = Gydag ef maent yn gweld eu cartref cyn gynted ag y maent yn mewngofnodi
invite-send = Anfon gwahoddiad
notice-invite-sent = Mae'r gwahoddiad ar ei ffordd.
notice-invite-resent = Mae dolen newydd ar ei ffordd. Nid yw'r hen un yn gweithio mwyach.
notice-invite-cancelled = Mae'r gwahoddiad wedi'i ganslo. Nid yw ei ddolen yn gweithio mwyach.
problem-already-invited = Mae gwahoddiad i'r cyfeiriad hwn ar agor. Dewch o hyd iddo yn y rhestr a phwyswch Ailanfon.
problem-invite-over = Cafodd y gwahoddiad hwn ei ddefnyddio neu ei ganslo.
problem-signed-in-already = Mae rhywun wedi mewngofnodi yma. Allgofnodwch yn gyntaf, yna agorwch y ddolen eto.
error-invited-email-required = Rhowch gyfeiriad e-bost
error-invited-email-malformed = Rhowch gyfeiriad e-bost, fel enw@enghraifft.com
error-invited-email-taken = Mae cyfrif gyda'r cyfeiriad hwn eisoes. Gallant fewngofnodi gydag ef
error-person-wrong = Nid yw'r system dai yn adnabod y person hwn wrth y cyfenw hwn. Gwiriwch y ddau
error-language-not-offered = Dewiswch Saesneg neu Gymraeg
error-own-last-name-required = Rhowch eich cyfenw
error-own-last-name-wrong = Nid dyna'r cyfenw ar y gwahoddiad. Gwiriwch sut y gwnaethoch ei deipio
error-own-last-name-no-tries-left = Roedd hynny'n anghywir yn rhy aml, felly mae'r ddolen wedi dod i ben. Gofynnwch i ni am un newydd
open-title = Helo { $name }
open-text = Gallwch agor eich cyfrif yma. Dywedwch wrthym beth yw eich cyfenw a dewiswch gyfrinair.
open-last-name = Eich cyfenw
open-last-name-hint = Er mwyn i ni wybod mai chi sydd yno
open-button = Agor fy nghyfrif
open-dead-title = Nid yw'r ddolen hon yn gweithio
open-dead = Efallai ei bod yn hen, neu fod un newydd wedi'i hanfon. Chwiliwch am ein e-bost diweddaraf, neu gofynnwch i ni eich gwahodd eto.
open-account-title = Mae gennych gyfrif
open-account = Mae cyfrif gyda'ch cyfeiriad e-bost eisoes. Mewngofnodwch gydag ef.
open-sign-in = Mewngofnodi
open-other-title = Mae rhywun wedi mewngofnodi yma
open-other = Efallai bod y gwahoddiad hwn i rywun arall. Allgofnodwch yn gyntaf, yna agorwch y ddolen yn eich e-bost eto.
notice-welcome = Mae eich cyfrif yn barod. Rydych wedi mewngofnodi.
removed-invites = { $count ->
    [one] 1 gwahoddiad
   *[other] { $count } gwahoddiad
}
mail-invited = Helo { $name }. Mae { $landlord } yn eich gwahodd i agor eich cyfrif.
mail-invited-next = Pwyswch y botwm. Yna dywedwch wrthym beth yw eich cyfenw a dewiswch gyfrinair.
mail-invited-button = Agor fy nghyfrif
mail-invited-life = Mae'r ddolen yn gweithio unwaith, am 7 diwrnod.
mail-invited-wrong = Onid i chi y mae hwn? Yna gallwch anghofio'r neges hon.
mail-invite-reminder = Helo { $name }. Gwahoddodd { $landlord } chi i agor eich cyfrif. Gallwch wneud hynny o hyd.
mail-invite-reminder-life = Mae'r ddolen yn gweithio unwaith, tan { $time }, { $day }. Rydym yn peidio ag ysgrifennu pan fyddwch wedi agor eich cyfrif.
audit-event-invite-sent = Gwahoddiad wedi'i anfon
audit-event-invite-resent = Gwahoddiad wedi'i anfon eto
audit-event-invite-cancelled = Gwahoddiad wedi'i ganslo
audit-event-invite-ended = Gwahoddiad wedi dod i ben
audit-event-invite-reminded = Nodyn atgoffa am wahoddiad wedi'i anfon
audit-event-invite-used = Cyfrif wedi'i agor gyda gwahoddiad
audit-event-invites-exported = Rhestr gwahoddiadau wedi'i lawrlwytho
invites-import = Gwahodd llawer
import-title = Gwahodd llawer
import-purpose = Dewiswch dabl a gadwoch yn eich taenlen, neu ludo un. Rydym yn dangos i chi beth a ddarllenwyd cyn anfon dim.
import-needs = Mae angen y penawdau hyn ar y llinell gyntaf: enw cyntaf, cyfenw, e-bost. Gall gynnwys y rhain hefyd: iaith, dyddiad geni, cyfeirnod y person. Hyd at { $max } o bobl ar y tro.
import-example = Lawrlwytho enghraifft
import-file = Tabl
import-file-hint = Ffeil CSV. Yn eich taenlen dewiswch Cadw fel, yna CSV UTF-8.
import-file-read = Darllen y ffeil
import-paste = Neu ludo tabl
import-table = Tabl o bobl
import-table-hint = Copïwch y rhesi yn eich taenlen, gyda'r penawdau.
import-table-read = Darllen y tabl
import-head-first-name = enw cyntaf
import-head-last-name = cyfenw
import-head-email = e-bost
import-head-language = iaith
import-head-born = dyddiad geni
import-head-person = cyfeirnod y person
import-preview-title = Gwiriwch pwy sy'n cael gwahoddiad
import-preview = Nid oes dim wedi'i anfon eto. Mae gennych awr i edrych arno.
import-takes-two = Dim ond hyn a hyn o bobl y gall un person eu gwahodd mewn diwrnod. Am fwy, rhaid i ail berson gytuno.
import-theirs = { $count ->
    [one] Mae cydweithiwr am wahodd y person isod.
   *[other] Mae cydweithiwr am wahodd y { $count } o bobl isod.
}
import-left-out = { $count ->
    [one] Mae 1 rhes wedi'i gadael allan.
   *[other] Mae { $count } rhes wedi'u gadael allan.
}
import-unknown = Nid ydym yn defnyddio'r colofnau hyn: { $columns }.
import-nobody = Nid oes neb i'w wahodd yn y tabl hwn. Cywirwch ef a'i ddarllen eto.
import-all-today = Byddant yn cael e-bost gyda dolen yn y munudau nesaf.
import-some-later = Dim ond { $room } e-bost arall all fynd allan heddiw. Bydd y lleill yn mynd bore yfory.
import-send = { $count ->
    [one] Anfon 1 gwahoddiad
   *[other] Anfon { $count } gwahoddiad
}
import-again = Darllen tabl arall
import-left-out-title = Wedi'u gadael allan
import-ready-title = I'w gwahodd
import-left-out-caption = Rhesi sydd wedi'u gadael allan, a pham
import-ready-caption = Pobl i'w gwahodd
import-column-line = Llinell
import-column-why = Pam
import-column-details = Manylion
import-twice = Mae'r un cyfeiriad ar linell { $line }
import-has-account = Mae ganddo gyfrif eisoes
import-invited = Mae wedi'i wahodd eisoes
import-unknown-person = Nid yw'r system dai yn adnabod y person hwn wrth y cyfenw hwn
import-unchecked = Nid atebodd y system dai mewn pryd. Darllenwch y tabl eto yn nes ymlaen
import-born = Ganwyd { $day }
import-reference = Cyfeirnod { $reference }
import-sent-title = { $count ->
    [one] Mae 1 person wedi'i wahodd
   *[other] Mae { $count } o bobl wedi'u gwahodd
}
import-sent-all = { $count ->
    [one] Mae 1 e-bost wedi mynd.
   *[other] Mae pob un o'r { $count } e-bost wedi mynd.
}
import-sent-some = Mae { $sent } e-bost wedi mynd. Mae { $waiting } yn aros eu tro.
import-sent-look = Edrych eto
import-stop = Stopio'r lleill
import-stop-hint = Os stopiwch, ni fydd y rhai sy'n aros yn cael e-bost. Gallwch eu gwahodd eto yn nes ymlaen.
import-sent-left-out = { $count ->
    [one] Gadawyd 1 rhes allan.
   *[other] Gadawyd { $count } rhes allan.
}
import-to-list = Gweld pob gwahoddiad
notice-import-stopped = Wedi stopio. Ni fydd neb arall yn cael e-bost.
error-file-required = Dewiswch ffeil â phenawdau ac o leiaf un person
error-file-malformed = Mae angen y penawdau enw cyntaf, cyfenw ac e-bost ar linell gyntaf y ffeil, pob un unwaith
error-file-unreadable = Ni allwn ddarllen y ffeil hon. Yn eich taenlen dewiswch Cadw fel, yna CSV UTF-8
error-file-interrupted = Mae'r ffeil yn gorffen yng nghanol cell. Efallai fod dyfynnod (") ar goll
error-file-too-many = Mae gan y ffeil hon fwy na 500 o bobl. Rhannwch hi ac anfonwch un rhan ar y tro
error-file-too-long = Mae gan y ffeil hon fwy na 50 o golofnau. Gadewch y rhai sydd eu hangen arnom yn unig
error-file-too-big = Mae'r ffeil hon yn rhy fawr. Dewiswch un o dan 1 MB
error-table-required = Gludwch dabl â phenawdau ac o leiaf un person
error-table-malformed = Mae angen y penawdau enw cyntaf, cyfenw ac e-bost ar linell gyntaf y tabl, pob un unwaith
error-table-unreadable = Ni allwn ddarllen y tabl hwn. Copïwch ef eto
error-table-interrupted = Mae'r tabl yn gorffen yng nghanol cell. Efallai fod dyfynnod (") ar goll
error-table-too-many = Mae gan y tabl hwn fwy na 500 o bobl. Gludwch un rhan ar y tro
error-table-too-long = Mae gan y tabl hwn fwy na 50 o golofnau. Gadewch y rhai sydd eu hangen arnom yn unig
error-table-too-big = Mae'r tabl hwn yn rhy fawr. Gludwch un rhan ar y tro
error-cells-malformed = Mae gan y rhes hon fwy o gelloedd nag sydd o benawdau
error-import-required = Nid oes neb ar ôl i'w wahodd yn y tabl hwn
error-day-wrong = Nid dyna'r dyddiad geni ar y gwahoddiad. Gwiriwch sut y gwnaethoch ei deipio
open-text-born = Gallwch agor eich cyfrif yma. Dywedwch eich cyfenw a'ch dyddiad geni wrthym, a dewiswch gyfrinair.
invite-born = Dyddiad geni (dewisol)
invite-born-hint = Os rhowch ef, bydd rhaid iddynt ei deipio yn ogystal â'u cyfenw. Fel 27 3 1980.
mail-invited-next-born = Pwyswch y botwm. Yna dywedwch eich cyfenw a'ch dyddiad geni wrthym, a dewiswch gyfrinair.
audit-event-invites-imported = Gwahoddwyd llawer gyda thabl
audit-detail-import = gyda thabl
audit-detail-account = mae ganddo gyfrif
