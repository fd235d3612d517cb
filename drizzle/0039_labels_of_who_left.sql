ALTER TABLE "customers" ADD COLUMN "left" boolean;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "labelled_on" date;