"""敲门 Qiaomen: gets a fraud warning to the right person and leads the call and the visit."""
