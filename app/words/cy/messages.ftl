text-register-code = { $landlord }: eich cod yw { $code }. Mae'n gweithio am 10 munud. Cadwch ef i chi'ch hun.

customer-messages = Negeseuon diweddaraf
customer-messages-none = Nid ydym wedi anfon dim atynt eto.
customer-unreachable-mail = Nid yw e-byst i'r cyfeiriad hwn yn cyrraedd: { $why }. Ers { $day }. Gofynnwch iddynt am gyfeiriad arall.
customer-unreachable-text = Nid yw negeseuon testun i un o'u rhifau yn cyrraedd: { $why }. Ers { $day }. Gofynnwch iddynt am rif arall.
message-channel-mail = E-bost
message-channel-text = Neges destun
message-state-queued = Yn aros i gael ei hanfon
message-state-sent = Wedi'i hanfon
message-state-delivered = Wedi cyrraedd
message-state-failed = Methwyd: { $why }
message-why-no-such-address = nid yw'n perthyn i neb
message-why-not-a-mobile = nid yw'n derbyn negeseuon testun
message-why-opted-out = gofynasant am beidio â chael rhagor
message-why-unreachable = roedd y ffôn i ffwrdd neu'r blwch post yn llawn am rhy hir
message-why-filtered = cymerodd rhwydwaith hi am sbwriel
message-why-not-allowed = ni chaiff ein cyfrif anfon atynt
message-why-too-late = ni ellid ei hanfon mewn pryd
message-why-gave-up = ni ellid ei hanfon am 3 diwrnod
message-why-refused = fe'i gwrthodwyd
removed-messages = { $count ->
    [one] 1 cofnod o neges
   *[other] { $count } cofnod o negeseuon
}
