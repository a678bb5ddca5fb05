"""What keeps an account its owner's: password, address, second step, and where one is signed in."""

from groupnet.people.views.account import addresses, devices, passwords, proving, second_steps
from groupnet.people.views.account.blueprint import blueprint

__all__ = ["addresses", "blueprint", "devices", "passwords", "proving", "second_steps"]
