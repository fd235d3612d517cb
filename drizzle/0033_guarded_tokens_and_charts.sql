ALTER TABLE "api_tokens" ADD COLUMN "scopes" text[] DEFAULT '{"customers","values","predictions","metrics"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "chart_links" ADD COLUMN "manager_id" integer;--> statement-breakpoint
ALTER TABLE "chart_links" ADD COLUMN "role" text;--> statement-breakpoint
ALTER TABLE "chart_links" ADD COLUMN "branch_id" integer;--> statement-breakpoint
ALTER TABLE "chart_links" ADD CONSTRAINT "chart_links_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;