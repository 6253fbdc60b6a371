"""Pure: raw records -> drafts -> groups -> changes of content files."""
