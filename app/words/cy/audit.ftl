audit-nav = Archwilio
audit-title = Archwilio
audit-purpose = Pwy wnaeth beth, a phryd. Ni ellir newid na dileu dim yma.
audit-caption = Beth ddigwyddodd, y diweddaraf yn gyntaf
audit-empty-title = Dim wedi'i ganfod
audit-empty = Nid oes dim ar gofnod sy'n cyfateb. Rhowch gynnig ar lai o eiriau neu ddyddiau eraill.
audit-about = Person neu waith atgyweirio
audit-about-hint = Cyfeiriad e-bost, cyfeirnod gwaith neu id
audit-event = Beth ddigwyddodd
audit-event-all = Popeth
audit-from = O
audit-until = Hyd at
audit-search = Chwilio
audit-clear = Clirio'r chwiliad
audit-export = Lawrlwytho fel CSV
audit-column-what = Beth
audit-column-who = Pwy
audit-column-about = Am
audit-column-when = Pryd
audit-customer = Cwsmer
audit-staff = Staff
audit-repair = Gwaith atgyweirio
audit-system = Y system ei hun
audit-nobody = Rhywun heb fewngofnodi
audit-gone = Rhywun a ddilëwyd
audit-chain = A oes rhywun wedi ymyrryd ag ef?
audit-chain-purpose = Mae pob cofnod wedi'i selio â hash yr un o'i flaen. Rydym yn gwirio pob un bob dydd.
audit-chain-never = Nid yw wedi'i wirio eto.
audit-chain-running = Rydym yn ei wirio nawr. Llwythwch y dudalen hon eto mewn munud.
audit-chain-whole = Cyfan
audit-chain-whole-when = { $count ->
    [one] 1 cofnod
    [two] 2 gofnod
   *[other] { $count } cofnod
}, gwiriwyd { $when }
audit-chain-broken = Nid yw cofnod rhif { $seq } fel y cafodd ei selio. Canfuwyd { $when }.
audit-chain-broken-next = Efallai bod rhywun wedi newid y gronfa ddata â llaw. Cadwch gopi wrth gefn fel y mae a ffoniwch bwy bynnag sy'n rhedeg eich gweinyddion.
audit-chain-check = Gwirio nawr
notice-audit-check = Rydym yn gwirio pob cofnod. Llwythwch y dudalen hon eto mewn munud.
record-views-title = Pwy edrychodd ar eich cofnod
record-views-purpose = Bob tro mae aelod o'n staff yn agor eich cofnod, rydym yn ei nodi. Gallwch ei weld yma.
record-views-empty-title = Neb eto
record-views-empty = Nid oes aelod o'n staff wedi agor eich cofnod yma.
record-views-left = Rhywun sydd wedi gadael
record-views-looked = agorodd eich cofnod
record-views-as-you = gwelodd y porth fel yr ydych chi'n ei weld
record-views-reason = Pam: { $reason }
record-views-wrong = A oes rhywbeth yn edrych o'i le? Ffoniwch ni a dywedwn wrthych pam y cafodd ei agor.

# Kinds of events, as they are stored with dots for dashes.
audit-event-session-began = Mewngofnodi
audit-event-session-ended = Allgofnodi
audit-event-repair-received = Gwaith atgyweirio wedi'i gofnodi
audit-event-settings-saved = Gosodiadau wedi'u newid
audit-event-audit-exported = Archwiliad wedi'i lawrlwytho
audit-event-audit-check-asked = Gofynnwyd am wirio'r archwiliad
audit-event-delivery-retried = Rhoddwyd cynnig arall ar anfon
audit-event-customer-viewed = Agorwyd y cofnod
audit-detail-email-code = gyda chod drwy e-bost
audit-detail-password-remembered = ar ddyfais a gofiwyd
audit-event-repair-passed-on = Gwaith wedi'i drosglwyddo
audit-event-repair-cancelled = Gwaith wedi'i ganslo
audit-event-repair-cancel-refused = Gwrthodwyd canslo
