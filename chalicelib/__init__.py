"""The backend of a province's digital-citizen app."""
