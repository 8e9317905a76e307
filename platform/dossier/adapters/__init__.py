"""What the ports need, made of real products; only ``dossier.wiring`` knows which."""
