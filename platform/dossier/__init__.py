"""Dossier (卷宗): a document-driven forms and case archive platform."""
