"""Policy packs: which rules hold, how strictly, and what clause asks for each."""

from replylint.policy.loading import load_pack, pack_using, packs_known
from replylint.policy.pack import Pack, PackClause, RuleSetting

__all__ = ["Pack", "PackClause", "RuleSetting", "load_pack", "pack_using", "packs_known"]
