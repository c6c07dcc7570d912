"""Access: how many customer records are read, against the habit of the subject and of the role."""
