"""What an archive is made of, a subject a module: each part writes one file."""
