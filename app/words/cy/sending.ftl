sending-nav = Negeseuon heb eu danfon
sending-title = Negeseuon heb eu danfon
sending-purpose = Negeseuon na chyrhaeddodd. Ceisiom am hyd at 3 diwrnod. Nawr chi sy'n penderfynu.
sending-tab-undelivered = Heb eu danfon
sending-tab-rules = Terfynau
sending-tabs = Negeseuon
sending-caption = Negeseuon na chyrhaeddodd, y diweddaraf yn gyntaf
sending-empty-title = Cyrhaeddodd popeth
sending-empty = Nid oes neges na allem ei danfon.
sending-column-message = Neges
sending-column-to = Ynghylch
sending-customer = Cwsmer
sending-in-audit = Yn yr archwiliad
sending-column-when = Rhoddwyd y gorau iddi
sending-column-why = Pam
sending-column-action = Gweithred
sending-tries = { $count ->
    [one] 1 cais
    [two] 2 gais
   *[other] { $count } cais
}
sending-try-again = Rhoi cynnig arall arni
sending-give-up = Rhoi'r gorau iddi
sending-about = { $message }, { $id }
notice-message-retried = Rydym yn rhoi cynnig arall arni nawr.
notice-message-given-up = Wedi'i wneud. Nid oes neb yn anfon y neges hon mwyach.
sending-rules-title = Terfynau negeseuon
sending-rules-purpose = Maent yn atal camgymeriad rhag llenwi blwch post neb.
sending-rules-always = Mae codau, dolenni i ddod i mewn a hysbysiadau diogelwch yn mynd bob amser, ddydd a nos. Nid oes terfyn arnynt yma.
sending-rules-night = Rhwng 9yp ac 8yb nid ydym yn anfon nodiadau atgoffa na newyddion. Maent yn mynd am 8yb.
sending-to-one = Negeseuon i un cyfeiriad mewn diwrnod
sending-to-one-hint = O 1 i 1,000. Mae mwy yn aros tan 8yb drannoeth.
sending-to-all = Negeseuon i bawb mewn diwrnod
sending-to-all-hint = Mae mwy yn aros tan 8yb drannoeth. Ar ôl 3 diwrnod maent ar y rhestr o negeseuon heb eu danfon.
sending-save = Cadw
notice-sending-saved = Mae'r terfynau wedi'u cadw.
error-to_one_a_day-required = Rhowch faint o negeseuon y gall un cyfeiriad eu cael mewn diwrnod
error-to_one_a_day-malformed = Rhowch rif cyfan o 1 i 1,000
error-to_all_a_day-required = Rhowch faint o negeseuon all fynd allan mewn diwrnod
error-to_all_a_day-malformed = Rhowch rif cyfan o 1 i 10,000,000
trouble-too-many = Roedd gormod o negeseuon am un diwrnod. Rydym yn aros tan y bore.
trouble-unreadable = Ni ellir darllen yr hyn a gadwyd ohoni.
trouble-given-up = Rhoddodd rhywun y gorau iddi.
audit-event-message-given-up = Rhoddwyd y gorau i neges
audit-detail-sending = terfynau negeseuon
