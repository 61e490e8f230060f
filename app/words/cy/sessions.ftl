sessions-title = Dyfeisiau a sesiynau
sessions-purpose = Dyma lle rydych wedi mewngofnodi. A oes un nad ydych yn ei adnabod? Allgofnodwch ef a newidiwch eich cyfrinair.
sessions-others = Dyfeisiau eraill
sessions-alone = Nid ydych wedi mewngofnodi yn unman arall.
sessions-device = { $browser } ar { $system }
sessions-device-unknown = Dyfais arall
sessions-this = Y ddyfais hon
sessions-remembered = Wedi'i chofio
sessions-remembered-about = Nid oes neb wedi mewngofnodi yno nawr. Nid ydym yn gofyn am god yno.
sessions-when-today = heddiw am { $time }
sessions-when-day = { $day } am { $time }
sessions-began = Mewngofnodwyd { $when }
sessions-used = Defnyddiwyd ddiwethaf { $when }
sessions-used-now = Yn cael ei defnyddio nawr
sessions-used-minutes = Defnyddiwyd ddiwethaf { $minutes ->
    [one] 1 munud yn ôl
    [two] 2 funud yn ôl
   *[other] { $minutes } munud yn ôl
}
sessions-near = Ar yr un rhwydwaith â chi nawr
sessions-far = Ar rwydwaith gwahanol i chi nawr
sessions-end = Allgofnodi
sessions-forget = Gofyn am god eto
sessions-end-others-about = Mae hyn yn allgofnodi eich holl ddyfeisiau eraill. Byddwch yn dal wedi mewngofnodi yma.
sessions-end-others = Allgofnodi ym mhobman arall
session-proof-email-code = Gyda'ch cyfrinair a chod drwy e-bost
session-proof-text-code = Gyda'ch cyfrinair a chod drwy neges destun
session-proof-password-remembered = Gyda'ch cyfrinair, ar ddyfais rydym yn ei chofio
session-proof-passkey = Gyda chyfrinallwedd
session-proof-password-passkey = Gyda'ch cyfrinair a chyfrinallwedd
session-proof-app = Gyda'ch cyfrinair a chod o ap
session-proof-recovery-code = Gyda'ch cyfrinair a chod adfer
session-proof-sso = Gyda'ch cyfrif gwaith
session-proof-sso-strong = Gyda'ch cyfrif gwaith
notice-session-ended = Mae'r ddyfais honno wedi'i hallgofnodi
notice-sessions-ended = Rydych wedi allgofnodi ym mhobman arall
notice-device-forgotten = Byddwn yn gofyn am god yno y tro nesaf
signed-in-until = Byddwch yn dal wedi mewngofnodi tan { $time } os na wnewch ddim. Mae'r hyn a deipioch wedi'i gadw.
signed-in-final = Byddwch yn dal wedi mewngofnodi tan { $time }. Yna byddwch yn mewngofnodi eto. Mae'r hyn a deipioch wedi'i gadw.
time-out-soon = Ydych chi yno o hyd? Byddwn yn eich allgofnodi o fewn 2 funud, i'ch cadw'n ddiogel.
time-out-stay = Aros wedi mewngofnodi
time-out-failed = Ni weithiodd hynny. Gwiriwch eich signal, yna pwyswch y botwm eto.
time-out-final = Fe wnaethoch fewngofnodi oriau lawer yn ôl. Byddwn yn eich allgofnodi o fewn 2 funud, i'ch cadw'n ddiogel. Mae eich atebion wedi'u cadw.
time-out-over = Rydych wedi cael eich allgofnodi. Mae eich atebion wedi'u cadw: maen nhw ar y dudalen hon o hyd.
time-out-again = Mewngofnodwch eto mewn tab newydd
