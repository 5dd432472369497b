"""Views of KMS: keys."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import View


class Key(View):
    """`aws.kms.Key`."""

    token = "aws:kms/key:Key"

    @property
    def rotates(self) -> bool:
        """Whether KMS makes new key material every year."""
        return self.flag("enableKeyRotation")

    @property
    def can_rotate(self) -> bool:
        """Whether KMS can: only symmetric keys that encrypt, and are made by it."""
        return (
            self.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
            and self.text("keyUsage", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
            and self.text("customKeyStoreId") == ""
        )

    @property
    def enabled(self) -> bool:
        return self.flag("isEnabled", True)


class KeyPolicy(View):
    """`aws.kms.KeyPolicy`: the policy of a key, as a resource of its own."""

    token = "aws:kms/keyPolicy:KeyPolicy"


def is_customers(key: object) -> bool:
    """Whether a resource's key is a customer's: not none, and not one that AWS manages.

    One that is not known yet is made here, and so is a customer's.
    """
    if key is UNKNOWN:
        return True
    return isinstance(key, str) and bool(key) and "alias/aws/" not in key
