new-password-label = Cyfrinair newydd
new-password-hint = Defnyddiwch 8 nod neu fwy. Mae tri gair nad ydynt yn perthyn i'w gilydd yn gweithio'n dda.
error-too-short = Defnyddiwch { $min } nod neu fwy
error-common = Mae llawer o bobl yn defnyddio hwn, felly mae'n hawdd ei ddyfalu. Dewiswch un arall
error-own-name = Peidiwch â defnyddio eich enw
error-new-password-required = Rhowch gyfrinair newydd
error-new-password-common = Mae llawer o bobl yn defnyddio'r cyfrinair hwn, felly mae'n hawdd ei ddyfalu. Dewiswch un arall
error-new-password-own-name = Gall pobl sy'n eich adnabod ddyfalu hwn. Dewiswch gyfrinair heb eich enw, eich cyfeiriad e-bost na'n henw ni
