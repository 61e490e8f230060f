test-system-nav = System Brawf
test-system-title = System Brawf
test-system-purpose = Rhowch gynnig ar bethau yma cyn i'ch tenantiaid eu gweld. Yn y modd prawf rydym yn defnyddio eich cysylltiadau prawf ac yn cadw'r holl ddata ar wahân.
test-system-mode = Modd
test-system-live = Byw
test-system-test = Prawf
test-system-since = Ers
test-system-always = O'r dechrau
test-system-by = Newidiwyd gan
test-system-nobody = Neb eto
test-system-inbox-title = I ble mae negeseuon yn mynd yn y modd prawf
test-system-inbox-why = Yn y modd prawf mae pob e-bost yn mynd i un blwch, at bwy bynnag y mae. Mae hynny'n cynnwys codau mewngofnodi a dolenni ar gyfer cyfrineiriau newydd. Gall pwy bynnag sy'n ei ddarllen fewngofnodi fel pobl eraill. Enwch flwch y gall pobl rydych yn ymddiried ynddynt yn unig ei ddarllen.
test-system-inbox = Blwch ar gyfer profion
test-system-inbox-hint = Mae pob e-bost yn dweud pwy fyddai wedi'i gael.
test-system-mobile = Ffôn symudol ar gyfer negeseuon testun (dewisol)
test-system-mobile-hint = Heb rif, daw negeseuon testun i'r blwch fel e-byst.
test-system-inbox-save = Cadw'r blwch
test-system-slots = Beth rydym yn ei ddefnyddio yn y modd prawf
test-system-slots-hint = Nid yw'r modd prawf byth yn defnyddio system fyw. Nid yw'r hyn sydd heb ei osod yma yn gweithio yn y modd prawf.
test-system-column-what = System
test-system-column-provider = Darparwr
test-system-column-state = Cyflwr
test-system-borrows = Nid oes gweinydd e-bost ar gyfer profion. Felly mae'r gweinydd e-bost byw yn cludo e-byst y modd prawf, a dim ond i'r blwch ar gyfer profion. Nid oes neb arall yn cael dim.
test-system-texts-off = Ni anfonir negeseuon testun yn y modd prawf nes bod rhywun wedi'i osod ar gyfer hynny.
test-system-waiting-live = Yn aros am y byw: { $count }
test-system-waiting-test = Yn aros am y prawf: { $count }
test-system-switch-title = Newid
test-system-go-test = Newid i'r modd prawf
test-system-go-live = Newid yn ôl i'r modd byw
test-system-inbox-first = Enwch y blwch yn gyntaf. Yna gallwch newid.
test-system-confirm-test = Newid i'r modd prawf?
test-system-confirm-live = Newid yn ôl i'r modd byw?
test-system-effect-everybody = Mae hyn i bawb ar unwaith, o fewn dwy eiliad. Mae eich tenantiaid yn ei weld hefyd.
test-system-effect-banner = Mae pob tudalen a phob neges yn dweud mai prawf yw hwn.
test-system-effect-data = Daw cartrefi, rhent ac atgyweiriadau o'r system brawf. Mae'r rhai byw yn aros fel y maent ac yn dod yn ôl wedyn.
test-system-effect-queue = { $count ->
    [0] Nid oes dim yn aros i'w anfon i'r systemau byw ar hyn o bryd.
    [one] Mae un peth yn aros i'w anfon i'r systemau byw. Mae'n aros nes i chi newid yn ôl.
   *[other] Mae { $count } o bethau'n aros i'w hanfon i'r systemau byw. Maent yn aros nes i chi newid yn ôl.
}
test-system-effect-mail = Mae pob e-bost yn mynd i { $inbox }. Nid yw tenantiaid yn cael yr un, na chodau mewngofnodi.
test-system-effect-invites = Mae gwahoddiadau a cheisiadau byw am gyfrifon yn aros hefyd. Nid yw eu dolenni'n gweithio yn y modd prawf.
test-system-effect-told = Mae pawb sy'n cael newid yn cael e-bost am hyn.
test-system-live-data = Cartrefi, rhent ac atgyweiriadau byw sydd yma eto. Nid oes dim o'r prawf yn eu plith.
test-system-live-queue = { $count ->
    [0] Nid oes dim yn aros i'w anfon i'r systemau prawf.
    [one] Mae un peth yn aros i'w anfon i'r systemau prawf. Mae'n aros yno ac nid yw byth yn mynd i'r rhai byw.
   *[other] Mae { $count } o bethau'n aros i'w hanfon i'r systemau prawf. Maent yn aros yno ac nid ydynt byth yn mynd i'r rhai byw.
}
test-system-live-waiting = { $count ->
    [0] Nid oes dim yn aros am y systemau byw.
    [one] Mae un peth sy'n aros am y systemau byw yn mynd allan nawr.
   *[other] Mae { $count } o bethau sy'n aros am y systemau byw yn mynd allan nawr.
}
test-system-live-accounts = Mae cyfrifon, gwahoddiadau a cheisiadau a wnaed yn y modd prawf yn cael eu dileu.
test-system-live-sessions = Mae pawb a fewngofnododd yn ystod y modd prawf yn cael eu hallgofnodi, chi hefyd. Byddwch yn mewngofnodi eto.
test-system-understood = Rwy'n deall beth sy'n digwydd
test-system-mode-choice = Byw neu brawf
test-system-mode-live = Cysylltiadau byw
test-system-mode-test = Cysylltiadau prawf
test-system-mode-in-use = Yn cael eu defnyddio nawr
test-system-mode-waits = Ddim yn cael eu defnyddio nawr
test-banner-title = Modd prawf
test-banner = Nid yw hyn yn real. Nid oes dim a wnewch yma yn cyrraedd y systemau byw, ac nid oes neb yn dod.
test-banner-emergency = Mewn perygl? Ffoniwch ni neu 999. Peidiwch â'i adrodd yma.
test-mail-subject = [PRAWF] { $subject }
test-mail-note = Prawf yw hwn. Yn y modd byw byddai'r e-bost hwn wedi mynd i { $to }.
test-text = PRAWF ar gyfer { $to }: { $words }
test-text-subject = Neges destun
mail-mode-switched = Newidiwyd y gosodiad hwn rhwng y modd byw a'r modd prawf { $moment }.
mail-mode-switched-next = Edrychwch pa fodd sydd ymlaen. Yn y modd prawf nid yw tenantiaid yn cyrraedd unrhyw system fyw ac nid ydynt yn cael e-byst. Oeddech chi heb ddisgwyl hyn? Gofynnwch i'ch cydweithwyr.
mail-mode-switched-button = Gweld pa fodd sydd ymlaen
template-mode-switched = Newid rhwng byw a phrawf
template-mode-switched-when = Newidiodd rhywun rhwng y modd byw a'r modd prawf. Mae'n mynd at bawb sy'n cysylltu systemau allanol.
audit-event-test-system-switched = Newid rhwng y modd byw a'r modd prawf
error-test_inbox-required = Rhowch y blwch ar gyfer profion
error-test_inbox-malformed = Rhowch un cyfeiriad e-bost, fel profion@landlord.example
error-test_inbox-not-approved = Defnyddiwch gyfeiriad o barth y caiff gweinyddwyr ei gael. Maent yn Parthau Cymeradwy
error-test_mobile-malformed = Rhowch rif ffôn symudol yn y DU, fel 07700 900123
error-test_mobile-too-long = Rhowch rif ffôn symudol yn y DU, fel 07700 900123
error-understood-required = Ticiwch eich bod yn deall beth sy'n digwydd
error-to-not-offered = Ewch yn ôl a dewiswch eto
notice-test-inbox-saved = Mae'r blwch wedi'i gadw.
notice-mode-test = Mae'r modd prawf ymlaen.
notice-mode-live = Mae'r modd byw ymlaen.
notice-integration-inbox-tested = Rydym wedi anfon e-bost prawf i'r blwch ar gyfer profion.
