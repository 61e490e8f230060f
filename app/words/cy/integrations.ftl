audit-event-connection-saved = Cysylltiad â system allanol wedi'i gadw
audit-event-connection-enabled = Cysylltiad â system allanol wedi'i alluogi
audit-event-connection-disabled = Cysylltiad â system allanol wedi'i analluogi
audit-event-connection-restored = Fersiwn gynharach o gysylltiad wedi'i rhoi yn ôl
mail-integration-test-subject = Neges brawf gan { $landlord }
mail-integration-test = Prawf yw hwn. Mae e-byst o'n porth tenantiaid yn eich cyrraedd.
