"""Who is in no table of the home: one applicant, or an archive, scored with the home's model; nothing kept."""
