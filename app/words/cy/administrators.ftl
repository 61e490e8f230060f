administrators-nav = Gweinyddwyr
administrators-title = Gweinyddwyr
administrators-purpose = Y bobl sy'n gweithio yn y consol hwn, a'r hyn y caiff pob un ei wneud.
administrators-caption = Gweinyddwyr, yn ôl enw
administrators-add = Ychwanegu Gweinyddwr
administrators-tabs = Pobl a rolau
administrators-column-name = Enw
administrators-column-email = E-bost
administrators-column-role = Rôl
administrators-column-auth = Auth
administrators-column-status = Statws
administrators-column-actions = Beth gallwch ei wneud
administrators-sso = SSO
administrators-password = Cyfrinair
administrators-you = Chi
administrators-outside = Parth heb ei gymeradwyo
administrators-edit = Golygu
administrators-delete = Dileu
administrators-about = { $action } { $name }
administrators-status-invited = Wedi'i wahodd
administrators-status-invited-when = Anfonwyd { $when }. Heb ei ddefnyddio eto.
administrators-status-invite-over = Daeth y gwahoddiad i ben
administrators-status-invite-over-next = Anfonwch ef eto.
administrators-status-new = Heb fewngofnodi eto
administrators-status-active = Gweithredol
administrators-status-active-when = Mewngofnododd ddiwethaf { $when }
administrators-empty-title = Neb arall yma
administrators-empty = Ychwanegwch y bobl sy'n gweithio gyda chi.
administrators-after = Dechrau'r rhestr
administrators-more = Mwy

administrator-add-title = Ychwanegu gweinyddwr
administrator-first-name = Enw cyntaf
administrator-last-name = Cyfenw
administrator-email = Cyfeiriad e-bost
administrator-email-hint = Rydym yn anfon y gwahoddiad yno. Wedyn dyma'r enw i fewngofnodi ag ef.
administrator-email-domains = Parthau cymeradwy: { $domains }
administrator-sso-only = SSO yn unig (mewngofnodi Microsoft)
administrator-sso-only-hint = Maent yn mewngofnodi gyda'u cyfrif gwaith. Nid ydynt yn cael cyfrinair na gwahoddiad.
administrator-role = Rôl
administrator-role-hint = Dim ond rolau nad ydynt yn caniatáu mwy na'ch un chi y gallwch eu rhoi.
administrator-create = Creu
administrator-cancel = Canslo
administrator-save = Cadw
administrator-caption = Gweinyddwr
administrator-invite = Gwahoddiad
administrator-invite-sent = Anfonwyd gwahoddiad { $when }. Mae'n gweithio am 7 diwrnod.
administrator-invite-over = Anfonwyd gwahoddiad { $when }. Nid yw'n gweithio mwyach.
administrator-invite-again = Anfon y gwahoddiad eto
administrator-own = Dyma eich cyfrif chi. Gallwch newid eich enw. Rhaid i rywun arall newid eich rôl.
administrator-above = Caiff y person hwn wneud mwy na chi. Ni allwch newid ei gyfrif.
administrator-sso-warning = Os ticiwch hwn, caiff y cyfrinair ei ddileu a chaiff y person ei allgofnodi. Os tynnwch y tic, anfonwn wahoddiad i ddewis cyfrinair.
administrator-stored-title = Beth sydd wedi'i gadw nawr
administrator-audit = Beth wnaethant
administrator-delete-title = Dileu { $name }?
administrator-delete-effect-sessions = Caiff ei allgofnodi ar unwaith, ym mhobman.
administrator-delete-effect-sign-in = Ni all fewngofnodi mwyach. Gellir defnyddio'r cyfeiriad e-bost eto.
administrator-delete-effect-stays = Mae'r hyn a wnaeth yn aros yn yr archwiliad ac yn hanes atgyweiriadau a chwsmeriaid, gyda'r enw.
administrator-delete-button = Dileu
administrator-delete-keep = Cadw'r gweinyddwr hwn
administrator-last-owner = Dyma'r perchennog olaf. Gwnewch rywun arall yn berchennog yn gyntaf.
administrator-delete-own = Ni allwch ddileu eich cyfrif eich hun. Gofynnwch i weinyddwr arall.

roles-nav = Rolau
roles-title = Rolau
roles-purpose = Enw ar yr hyn y caiff rhywun ei wneud yw rôl. Mae gan bawb un rôl.
roles-built-in = Rolau sydd yno bob amser
roles-own = Eich rolau eich hun
roles-own-empty = Nid ydych wedi gwneud rôl eto.
roles-add = Ychwanegu rôl
roles-may = Beth mae'n ei ganiatáu
roles-people = { $count ->
    [0] Nid oes gan neb y rôl
    [one] Mae gan 1 person y rôl
    [two] Mae gan 2 berson y rôl
    [few] Mae gan 3 pherson y rôl
    [many] Mae gan 6 pherson y rôl
   *[other] Mae gan { $count } person y rôl
}
roles-edit = Golygu
roles-delete = Dileu
role-add-title = Ychwanegu rôl
role-name = Enw
role-name-hint = Fel 'Desg nos'
role-permissions = Beth mae'n ei ganiatáu
role-permissions-hint = Ticiwch o leiaf un. Dim ond yr hyn sydd gennych chi y gallwch ei roi.
role-not-yours = Nid oes gennych hwn eich hun.
role-save = Cadw
role-caption = Rôl
role-own-note = Mae'r rôl hon gennych chi, felly rhaid i rywun arall ei newid.
role-above-note = Mae'r rôl hon yn caniatáu mwy na sydd gennych chi. Ni allwch ei newid.
role-delete-title = Dileu'r rôl { $name }?
role-delete-effect = Nid oes gan neb y rôl. Ni ellir ei hadfer.
role-delete-used = Mae gan bobl y rôl hon o hyd. Rhowch un arall iddynt yn gyntaf.
role-delete-button = Dileu
role-delete-keep = Cadw'r rôl hon

role-owner = Perchennog
role-owner-hint = Caiff wneud popeth, hefyd yr hyn y mae fersiynau diweddarach yn ei ychwanegu. Dim ond perchnogion sy'n gwneud perchnogion.
role-manager = Rheolwr
role-manager-hint = Yn rhedeg y diwrnod: atgyweiriadau, cwsmeriaid, gwahoddiadau, cyfrifon newydd.
role-repairs = Atgyweiriadau
role-repairs-hint = Yn gweithio ar atgyweiriadau ac yn dod o hyd i'w cwsmeriaid.
role-income = Incwm
role-income-hint = Yn gweithio gyda chwsmeriaid ar rent.
role-content = Cynnwys
role-content-hint = Yn ysgrifennu'r hyn y mae tenantiaid yn ei ddarllen.
role-integrations = Integreiddiadau
role-integrations-hint = Yn gofalu am y cysylltiadau â systemau eraill a sut mae staff yn mewngofnodi.
role-read-only = Darllen yn unig
role-read-only-hint = Yn edrych ac yn newid dim.

area-repairs = Atgyweiriadau
area-customers = Cwsmeriaid
area-administrators = Gweinyddwyr
area-integrations = Integreiddiadau
area-audit = Archwiliad

permission-repairs-read = Gweld atgyweiriadau a'u lluniau
permission-repairs-manage = Anfon atgyweiriad eto
permission-customers-read = Dod o hyd i gwsmeriaid ac agor eu cofnod
permission-customers-manage = Dileu cwsmeriaid, eu hallgofnodi, helpu gyda chamau mewngofnodi coll, ysgrifennu nodiadau
permission-customers-export = Lawrlwytho'r rhestr cwsmeriaid
permission-customers-view-as = Gweld y porth fel y mae cwsmer yn ei weld
permission-invites-manage = Gwahodd pobl a dilyn eu gwahoddiadau
permission-registrations-decide = Derbyn neu wrthod pobl sy'n gofyn am gyfrif
permission-administrators-read = Gweld gweinyddwyr a'u rolau
permission-administrators-manage = Ychwanegu, newid a dileu gweinyddwyr
permission-roles-manage = Gwneud a newid rolau
permission-sign-in-manage = Gosod sut mae staff yn mewngofnodi
permission-integrations-manage = Cysylltu systemau allanol
permission-audit-read = Chwilio'r archwiliad
permission-audit-export = Lawrlwytho'r archwiliad

error-first_name-required = Rhowch enw cyntaf
error-last_name-required = Rhowch gyfenw
error-staff_email-required = Rhowch y cyfeiriad e-bost
error-staff_email-malformed = Rhowch gyfeiriad e-bost, fel enw@example.com
error-staff_email-taken = Mae gan rywun gyfrif gyda'r cyfeiriad e-bost hwn yn barod
error-staff_email-not-approved = Defnyddiwch gyfeiriad mewn parth cymeradwy
error-role-required = Dewiswch rôl
error-role-not-offered = Nid yw'r rôl honno yno mwyach. Dewiswch un arall
error-role_name-required = Rhowch enw
error-role_name-taken = Mae gan rôl arall yr enw hwn. Dewiswch un gwahanol
error-permissions-required = Ticiwch beth mae'r rôl hon yn ei ganiatáu
error-permissions-not-offered = Ticiwch flychau o'r rhestr yn unig

notice-administrator-added = Mae'r gweinyddwr wedi'i ychwanegu. Anfonwyd gwahoddiad.
notice-administrator-added-sso = Mae'r gweinyddwr wedi'i ychwanegu. Gall fewngofnodi gyda'r cyfrif gwaith.
notice-administrator-changed = Wedi'i gadw.
notice-administrator-deleted = Mae'r gweinyddwr wedi'i ddileu.
notice-administrator-invited = Anfonwyd gwahoddiad newydd. Nid yw'r hen un yn gweithio mwyach.
notice-role-saved = Mae'r rôl wedi'i chadw.
notice-role-deleted = Mae'r rôl wedi'i dileu.

problem-own-account = Ni allwch wneud hyn i'ch cyfrif eich hun. Gofynnwch i weinyddwr arall.
problem-more-than-yours = Mae hyn yn fwy nag y cewch chi ei wneud, felly ni allwch ei roi na'i newid.
problem-last-owner = Dyma'r perchennog olaf. Gwnewch rywun arall yn berchennog yn gyntaf.
problem-role-in-use = Mae gan bobl y rôl hon o hyd. Rhowch un arall iddynt yn gyntaf.
problem-changed-meanwhile = Cadwodd rhywun arall hwn funud yn ôl. Mae'r hyn a deipioch yma o hyd, a dangosir yr hyn sydd wedi'i gadw wrth ei ochr. Gwiriwch y ddau, yna cadwch eto.

audit-event-administrator-added = Ychwanegwyd gweinyddwr
audit-event-administrator-changed = Newidiwyd gweinyddwr
audit-event-administrator-deleted = Dilëwyd gweinyddwr
audit-event-administrator-invited = Anfonwyd gwahoddiad i weinyddwr eto
audit-event-role-added = Ychwanegwyd rôl
audit-event-role-changed = Newidiwyd rôl
audit-event-role-deleted = Dilëwyd rôl

mail-administrator-invited-subject = Eich cyfrif gyda { $landlord }
mail-administrator-invited = Mae gennych gyfrif nawr i weithio yng nghonsol { $landlord }.
mail-administrator-invited-next = Dewiswch gyfrinair. Yna mewngofnodwch gyda'r cyfeiriad e-bost hwn.
mail-administrator-invited-button = Dewis cyfrinair
mail-administrator-invited-life = Mae'r ddolen yn gweithio unwaith, am 7 diwrnod. Wedi hynny, gofynnwch i bwy bynnag a'ch gwahoddodd am un newydd.
mail-administrator-invited-wrong = Ddim yn gweithio yno? Yna gallwch anghofio'r neges hon.
