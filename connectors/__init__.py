"""One folder per CRM, the same file names in each: add a folder, edit nothing else."""
