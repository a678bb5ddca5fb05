"""How a group writes dates and money: the locales whose words there are."""

LOCALES = ("en_GB", "en_US", "en_IE", "en_AU", "en_CA", "en_NZ", "en_CH")
