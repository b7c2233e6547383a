"""What keeps a visitor's kernel light: five ways around an import or a wait (ADR 0009 tells why)."""
